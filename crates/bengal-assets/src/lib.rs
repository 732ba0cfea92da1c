//! Assets are symbols: a page names one by its logical path, and the link step puts the name of the published file there.
//!
//! [`prepare`] reads the assets of a site, processes them, finds what refers to what, and gives each its published name: for most
//! `name.FINGERPRINT.ext`, where the fingerprint is that of the published bytes. The result has a [`LinkTable`], from logical
//! paths to published files. [`link_page`] puts these names into the finished HTML of a page, and says how to take them out again.
//!
//! | file | references that are found and linked |
//! |---|---|
//! | HTML, SVG | all that `bengal-html` knows; images in JSON-LD; `<?xml-stylesheet?>` |
//! | CSS | `@import`, `url()`, `image-set()`; `sourceMappingURL` |
//! | JavaScript | `import`, `export … from`, `import("…")`, `import.meta.resolve("…")`, `new URL("…", import.meta.url)`; `sourceMappingURL` |
//! | web manifest | `src` of `icons`, `screenshots` and the icons of `shortcuts` |
//!
//! A *logical path* is the path in the output folder as if nothing had a fingerprint: `assets/css/style.css`, decoded, without a slash in front.
//!
//! [`images`] measures pictures and makes others from them; a [store](images::ImageStore) does each work once and keeps it for later builds.
//!
//! This crate starts no build, writes no file and prints nothing. Files are read through `bengal_core::fs`.
#![forbid(unsafe_code)]

mod asset;
mod bundle;
mod cursor;
mod cycles;
mod edit;
mod extract;
mod globs;
mod graph;
mod hashes;
pub mod images;
mod integrity;
mod javascript;
mod json_ld;
pub mod json_strings;
mod known;
mod link_assets;
mod link_page;
mod load;
mod manifest;
mod minify;
mod missing;
mod name;
mod prepare;
mod publish;
mod resolve;
mod role;
mod scripts;
mod sheets;
mod table;
mod target;

pub use asset::{AssetInput, AssetSource};
pub use cursor::Cursor;
pub use edit::{Patch, unlink};
pub use extract::{FileReference, references_in_scripts};
pub use graph::{AssetGraph, AssetNode, AssetReference};
pub use hashes::Hashes;
pub use integrity::Promise;
pub use known::Known;
pub use link_page::{IntegrityClaim, LinkContext, Linked, MissingReference, leads_to_a_page, link_page};
pub use manifest::{MANIFEST, manifest};
pub use missing::{Names, PageSource, missing_in_page, written_at};
pub use prepare::{AssetSettings, prepare, prepare_knowing};
pub use publish::{Prepared, Publication};
pub use resolve::{Base, Destination, Resolver};
pub use table::{Entry, Found, LinkTable};

#[cfg(test)]
mod tests;

/// The README's examples are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
