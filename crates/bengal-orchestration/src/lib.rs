//! The build of a Bengal site: 21 phases, from discovery to the written site and its records.
//!
//! [`build`] takes a [`BuildOptions`] and returns a [`BuildReport`]; [`clean`] removes what builds made. Both go through the
//! [file seam](bengal_core::fs::FileSystem) for every file, print nothing, and read no environment variable.
//! [`track`] reads any folder of HTML, whatever made it. An [`Observer`] follows a build while it runs.
#![forbid(unsafe_code)]

mod asset_answers;
mod batches;
mod build;
mod changes;
mod explain;
mod observe;
mod options;
mod output;
mod page_weight;
mod phase;
pub mod phases;
mod preview;
mod records;
mod report;
mod sources;
pub mod timings;
pub mod track;
mod walk;

pub use build::{
    AssetMap, AssetUser, AssetUsers, CleanReport, Verification, VerifiedDifference, build, build_asset_map, clean,
    dry_run, explain, verify,
};
pub use changes::Changes;
pub use explain::{Dependency, Explained, Explanation, PageState, SubjectKind};
pub use options::BuildOptions;
pub use page_weight::PageWeight;
pub use phase::{Observer, Outcome, Phase, PhaseRecord, Silent};
pub use report::{AssetCounts, BuildReport, FileCounts, PageAction, PageCounts, PageReason, ProblemCounts};
