//! From positions in a resolved value back to positions in the source.

use std::ops::Range;

/// Runs of a value, in order: copied from the source one to one, or standing for other bytes.
#[derive(Debug, Default)]
pub(crate) struct SourceMap {
    /// Where position 0 of the value is, if no run says otherwise.
    start: usize,
    runs: Vec<Run>,
}

#[derive(Debug)]
struct Run {
    value_start: usize,
    source: Source,
}

#[derive(Debug)]
enum Source {
    /// Copied from here on, byte for byte.
    Verbatim(usize),
    /// All of the run stands for all of these bytes.
    Replaced(Range<usize>),
}

impl SourceMap {
    pub(crate) fn starting_at(start: usize) -> Self {
        Self { start, runs: Vec::new() }
    }

    /// From `value_start` on, the value is copied from `source_start`.
    pub(crate) fn push_verbatim(&mut self, value_start: usize, source_start: usize) {
        self.runs.push(Run { value_start, source: Source::Verbatim(source_start) });
    }

    /// This part of the value stands for these bytes of the source.
    pub(crate) fn push_replaced(&mut self, value: Range<usize>, source: Range<usize>) {
        self.runs.push(Run { value_start: value.start, source: Source::Replaced(source) });
    }

    /// The bytes that write this range of the value: whole runs where they stand for other bytes. O(log runs).
    pub(crate) fn source(&self, value: Range<usize>) -> Range<usize> {
        let start = match self.run_of(value.start) {
            Some(Run { value_start, source: Source::Verbatim(at) }) => at + (value.start - value_start),
            Some(Run { source: Source::Replaced(range), .. }) => range.start,
            None => self.start + value.start,
        };
        if value.is_empty() {
            return start..start;
        }
        let last = value.end - 1;
        let end = match self.run_of(last) {
            Some(Run { value_start, source: Source::Verbatim(at) }) => at + (last - value_start) + 1,
            Some(Run { source: Source::Replaced(range), .. }) => range.end,
            None => self.start + value.end,
        };
        start..end
    }

    /// The last run that begins at or before a position of the value.
    fn run_of(&self, at: usize) -> Option<&Run> {
        let after = self.runs.partition_point(|run| run.value_start <= at);
        after.checked_sub(1).map(|index| &self.runs[index])
    }
}
