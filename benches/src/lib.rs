//! Benches and peer comparisons: what is measured, apart from how.

pub mod cache;
