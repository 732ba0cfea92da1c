//! Sequences whose items are made as they are stored: a table of a large site is never in memory twice.

use serde::{Serialize, Serializer};

/// Stores what an iterator gives.
#[derive(Clone, Debug)]
pub(crate) struct Lazily<I>(pub(crate) I);

impl<I> Serialize for Lazily<I>
where
    I: Iterator<Item: Serialize> + Clone,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone())
    }
}
