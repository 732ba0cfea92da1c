//! The assets of a site: pictures in other sizes and formats.
//!
//! [`images`] is a set of pure functions from bytes to bytes, and a [store](images::ImageStore) over them that does each work once and keeps
//! it for later builds.
#![forbid(unsafe_code)]

pub mod images;

/// The README's examples are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
