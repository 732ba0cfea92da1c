//! Pictures: what they are, and others made from them.
//!
//! [`inspect`] reads a header and [`derive()`] makes a picture from another one; both are functions of their arguments alone. [`ImageStore`] answers
//! the questions that rendering asks about the pictures of a site: each work is done once a build, however many pages ask, and kept for later
//! builds in an [`ImageCache`].
//!
//! | format | size | decoded | written |
//! |---|---|---|---|
//! | JPEG, PNG, WebP | yes | yes, animations not | yes; WebP lossy |
//! | GIF | yes | yes, animations not | no: PNG instead |
//! | SVG | `width`, `height`, `viewBox` | no | no |
//! | AVIF, HEIC, BMP, ICO | yes | no | no |
//!
//! A picture counts as what its bytes are, not as what its name says. Photos are shown the way up that their EXIF orientation says, and measured so.
//! Transparency is kept where the new format has it, else the ground is white; colour profiles are kept, other metadata is not. What is decoded is
//! bounded by [`Settings::max_pixels`], which is compared with the header before anything is allocated.

mod animation;
mod cache;
mod decode;
mod derive;
mod encode;
mod geometry;
mod inspect;
mod known;
mod memo;
mod orientation;
mod store;
mod svg;
#[cfg(test)]
mod tests;
mod webp_container;

pub use bengal_core::ImageFormat;
pub use bengal_render::{ImageInfo, ImageOperation as Operation, Resize};
pub use cache::ImageCache;
pub use derive::{Derived, ImageError, Settings, derive};
pub use geometry::{Target, target};
pub use inspect::{ImageKind, Inspected, inspect};
pub use known::KnownPictures;
pub use store::{ImageFiles, ImageStore, StoreReport, derived_path, source_path};
