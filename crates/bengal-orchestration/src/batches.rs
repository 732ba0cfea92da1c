//! How many pages are in memory at once: batches bounded by bytes.

/// A batch holds about this many bytes of HTML: enough for many threads, and not much more than caches hold.
const BATCH_BYTES: usize = 4 << 20;

/// The sources of a batch have at most this many bytes, unless one page alone has more: what the average of other pages cannot tell.
const BATCH_SOURCE_BYTES: usize = 4 << 20;

/// The first batch, before anything is known of the size of pages.
const FIRST_BATCH: usize = 64;

/// Cuts the pages of a site into batches. What is in a batch changes no output, only how much memory it takes.
#[derive(Debug)]
pub(crate) struct Batches {
    pages: usize,
    bytes: usize,
}

impl Batches {
    pub(crate) fn new() -> Self {
        Self { pages: 0, bytes: 0 }
    }

    /// How many of the next pages, whose sources have these sizes, a batch takes; at least one, if there is any.
    pub(crate) fn next_len(&self, sizes: impl Iterator<Item = usize>) -> usize {
        let most = match self.bytes.checked_div(self.pages) {
            None => FIRST_BATCH,
            Some(average) => (BATCH_BYTES / average.max(1)).clamp(1, self.pages.saturating_mul(8)),
        };
        let mut sum = 0;
        let fits = |size: &usize| {
            let first = sum == 0;
            sum = size.saturating_add(sum).max(1);
            first || sum <= BATCH_SOURCE_BYTES
        };
        sizes.take(most).take_while(fits).count()
    }

    /// Bytes of HTML so far.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Notes the size of a batch that was rendered.
    pub(crate) fn note(&mut self, pages: usize, bytes: usize) {
        self.pages += pages;
        self.bytes = self.bytes.saturating_add(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_bounded_by_bytes_and_never_empty() {
        let small = || std::iter::repeat_n(100, 100_000);
        let mut batches = Batches::new();
        assert_eq!(batches.next_len(small()), FIRST_BATCH);
        batches.note(64, 64 * 1024);
        assert_eq!(
            batches.next_len(small()),
            512,
            "grows by steps, so that one light batch does not promise light pages"
        );
        assert_eq!(batches.next_len([100, 3 << 20, 3 << 20].into_iter()), 2);
        assert_eq!(batches.next_len([9 << 20, 9 << 20].into_iter()), 1);
        assert_eq!(batches.next_len([7].into_iter()), 1);
        assert_eq!(batches.next_len(std::iter::empty()), 0);
        batches.note(512, 512 << 20);
        assert!((1..40).contains(&batches.next_len(small())));
        batches.note(1, usize::MAX / 2);
        assert_eq!(batches.next_len(small()), 1);
    }
}
