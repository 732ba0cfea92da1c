//! How many pages are in memory at once: batches bounded by bytes.

/// A batch holds about this many bytes of HTML.
const BATCH_BYTES: usize = 32 << 20;

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

    /// How many pages the next batch takes; at least one.
    pub(crate) fn next_len(&self) -> usize {
        match self.bytes.checked_div(self.pages) {
            None => FIRST_BATCH,
            Some(average) => (BATCH_BYTES / average.max(1)).clamp(1, self.pages.saturating_mul(8)),
        }
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
        let mut batches = Batches::new();
        assert_eq!(batches.next_len(), FIRST_BATCH);
        batches.note(64, 64 * 1024);
        assert_eq!(batches.next_len(), 512, "grows by steps, so that one light batch does not promise light pages");
        batches.note(512, 512 << 20);
        assert!((1..40).contains(&batches.next_len()));
        batches.note(1, usize::MAX / 2);
        assert_eq!(batches.next_len(), 1);
    }
}
