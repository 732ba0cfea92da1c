//! The asset dependency map against other ways to keep the same facts.

pub mod contenders;
pub mod workload;

pub use contenders::{Bengal, BengalByPage, Contender, Json, Redb, Sqlite};
pub use workload::Workload;
