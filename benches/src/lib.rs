//! Measurements, and the peers that this project is measured against. Peers are dependencies of this package only.

#![expect(clippy::disallowed_methods, reason = "a benchmark reads and writes files itself")]

pub mod aside;
pub mod assets;
pub mod builders;
pub mod cache;
pub mod chart;
mod filler;
pub mod html;
pub mod incremental;
pub mod instructions;
pub mod phase16;
pub mod process;
pub mod report;
pub mod sites;
pub mod walk;
