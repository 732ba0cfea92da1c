//! How a file looks from outside: the short cut past reading it.

use super::{FileKind, FileSystem, Metadata};
use camino::Utf8Path;
use serde::{Deserialize, Serialize};

/// What changes when a regular file changes: its size, times and number. Equal stamps mean equal content, except for a file that
/// changed twice within one step of the file system's clock: see [`Now::has_settled`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    len: u64,
    modified_ns: i64,
    changed_ns: i64,
    inode: u64,
}

impl Stamp {
    /// The stamp of a regular file; `None` for anything else.
    pub fn of(metadata: &Metadata) -> Option<Self> {
        (metadata.kind == FileKind::File).then(|| Self::of_any(metadata))
    }

    /// The stamp of whatever it is.
    pub fn of_any(metadata: &Metadata) -> Self {
        let nanoseconds = |time: i128| i64::try_from(time).unwrap_or(i64::MAX);
        Self {
            len: metadata.len,
            modified_ns: nanoseconds(metadata.modified_ns),
            changed_ns: nanoseconds(metadata.changed_ns),
            inode: metadata.inode,
        }
    }

    /// What is known of something of this kind with this stamp.
    pub fn metadata(&self, kind: FileKind) -> Metadata {
        let Self { len, modified_ns, changed_ns, inode } = *self;
        Metadata { kind, len, modified_ns: modified_ns.into(), changed_ns: changed_ns.into(), inode }
    }

    /// Size in bytes.
    pub const fn len(&self) -> u64 {
        self.len
    }

    /// Whether the file is empty.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The stamp of the regular file at `path`; `None` where there is none. Does not follow a symbolic link.
    pub fn at(fs: &dyn FileSystem, path: &Utf8Path) -> Option<Self> {
        fs.metadata(path).ok().as_ref().and_then(Self::of)
    }
}

/// A moment by the clock of a file system, which is the clock that stamps are made by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    ns: i64,
}

/// How far back a file system's clock may lag behind: it ticks every few milliseconds.
const TICK_NS: i64 = 50_000_000;
/// The same where time is kept in seconds, or pairs of them (FAT).
const COARSE_TICK_NS: i64 = 2_500_000_000;
const SECOND_NS: i64 = 1_000_000_000;

impl Now {
    /// The moment at which a file that was just written has this stamp.
    pub const fn from_stamp(stamp: Stamp) -> Self {
        Self { ns: if stamp.modified_ns > stamp.changed_ns { stamp.modified_ns } else { stamp.changed_ns } }
    }

    /// Whether a stamp taken now or later can be trusted: a change after this moment gives the file another one. It cannot where
    /// the file changed so recently that the clock may not have ticked since.
    pub const fn has_settled(self, stamp: &Stamp) -> bool {
        let tick = if self.ns % SECOND_NS == 0 { COARSE_TICK_NS } else { TICK_NS };
        let latest = self.ns.saturating_sub(tick);
        stamp.modified_ns < latest && stamp.changed_ns < latest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(modified_ns: i64, changed_ns: i64) -> Stamp {
        Stamp { len: 1, modified_ns, changed_ns, inode: 1 }
    }

    #[test]
    fn only_what_is_older_than_a_tick_has_settled() {
        let now = Now::from_stamp(stamp(5_000_000_001, 5_000_000_001));
        assert!(now.has_settled(&stamp(4_900_000_000, 4_900_000_000)));
        assert!(!now.has_settled(&stamp(4_990_000_000, 4_900_000_000)));
        assert!(!now.has_settled(&stamp(4_900_000_000, 4_990_000_000)));
        assert!(!now.has_settled(&stamp(9_000_000_000, 1)));
    }

    #[test]
    fn a_clock_of_seconds_takes_seconds_to_settle() {
        let now = Now::from_stamp(stamp(5_000_000_000, 5_000_000_000));
        assert!(!now.has_settled(&stamp(3_000_000_000, 3_000_000_000)));
        assert!(now.has_settled(&stamp(2_000_000_000, 2_000_000_000)));
    }
}
