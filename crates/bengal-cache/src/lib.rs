//! A persistent, thread-safe dependency map between pages and assets, and the cache folder that keeps it.
//!
//! [`AssetDependencyMap`] answers "which assets does this page use?" and "which pages use this asset?". [`Cache`] is a
//! locked folder that keeps it, and other [tables](table), in files that recognise damage. The crate knows no HTML,
//! no Markdown, no clock and no terminal, and reads and writes through [`bengal_core::fs::FileSystem`].
//!
//! ```
//! use bengal_cache::{AssetDependencyMap, Cache, OpenOptions};
//! use bengal_core::fs::MemoryFileSystem;
//! use std::sync::Arc;
//!
//! let fs = Arc::new(MemoryFileSystem::new());
//! let cache = Cache::open(fs, "site/.bengal".into(), &OpenOptions::new())?;
//! let loaded = cache.load();
//! if let Some(diagnostic) = loaded.diagnostic() {
//!     // Damage is never fatal: the map is empty, and saving replaces the file.
//!     assert_eq!(diagnostic.code, "damaged-cache");
//! }
//! let map: AssetDependencyMap = loaded.value;
//! let _ = map.track("content/index.md", ["css/style.css"]);
//! cache.save(&map)?;
//! assert_eq!(cache.load().value, map);
//! # Ok::<(), bengal_cache::CacheError>(())
//! ```
#![forbid(unsafe_code)]

pub mod atomic;
mod cache;
mod damage;
mod map;
pub mod table;
pub mod varint;

pub use atomic::{Durability, write_atomically};
pub use cache::{Cache, CacheError, LAYOUT, Loaded, OpenOptions, WhenLocked};
pub use damage::Damage;
pub use map::{AssetDependencyMap, Batch, Changes, Entry, JsonError, Stats, Tracked};
pub use table::{EncodeError, Table};

/// The README's examples are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
