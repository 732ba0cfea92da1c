//! The site model of Bengal as plain data.
//!
//! This crate knows configuration, front matter, pages, sections, URLs, taxonomies, menus, digests and diagnostics,
//! and the one [seam for file access](fs::FileSystem). It does not know rendering, build phases or terminals:
//! it prints nothing, reads no environment variable and starts no thread.

#![forbid(unsafe_code)]

pub mod config;
pub mod data;
pub mod date;
pub mod diagnostic;
pub mod digest;
pub mod front_matter;
pub mod fs;
pub mod site;
pub mod suggest;
mod syntax;
pub mod url;
pub mod value;

pub use config::Config;
pub use date::Date;
pub use diagnostic::{Diagnostic, Location, Severity};
pub use digest::Digest;
pub use site::{Page, PageId, PageKind, Section, SectionId, Site};
pub use value::{Map, Value};
