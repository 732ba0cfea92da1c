//! The site model of Bengal as plain data.
//!
//! This crate knows configuration, front matter, pages, sections, URLs, taxonomies, menus, digests and diagnostics,
//! and the one [seam for file access](fs::FileSystem). It does not know rendering, build phases or terminals:
//! it prints nothing, reads no environment variable and starts no thread.
//!
//! A site is made in three steps: [`config::load`] and [`data::load`] read what is not a page, [`front_matter::parse`] takes each
//! page apart (in parallel, if the caller likes), and [`site::assemble`], or its phases one by one, makes the model.
//!
//! ```
//! use bengal_core::site::{ModelOptions, PageSource, SiteInput, assemble};
//! use bengal_core::{Config, Digest, front_matter};
//!
//! let text = "---\ntags: [rust]\n---\n# Hello\n";
//! let parsed = front_matter::parse(text, "content/posts/hello.md".into());
//! let title = front_matter::title_from_body(&text[parsed.body_start..]);
//! let page = PageSource { parsed, digest: Digest::of(text.as_bytes()), title };
//! let input = SiteInput { pages: vec![page], ..SiteInput::default() };
//!
//! let (site, diagnostics) = assemble(Config::default(), input, &ModelOptions::default());
//! let urls: Vec<&str> = site.pages.iter().map(|page| page.url.as_str()).collect();
//! assert_eq!(urls, ["/posts/hello/", "/", "/posts/", "/tags/", "/tags/rust/", "/404.html"]);
//! assert_eq!((site.pages[0].title.as_str(), diagnostics.len()), ("Hello", 0));
//! ```

#![forbid(unsafe_code)]

pub mod byte_size;
pub mod config;
pub mod data;
pub mod date;
pub mod diagnostic;
pub mod digest;
pub mod front_matter;
pub mod fs;
mod image_format;
pub mod keyed;
mod packed;
pub mod site;
pub mod suggest;
mod syntax;
pub mod url;
pub mod value;

pub use config::Config;
pub use date::Date;
pub use diagnostic::{Diagnostic, Location, Severity};
pub use digest::{Digest, Digester, HalfDigest};
pub use image_format::ImageFormat;
pub use packed::PackedMap;
pub use site::{Page, PageId, PageKind, Section, SectionId, Site};
pub use value::{Map, Value};
