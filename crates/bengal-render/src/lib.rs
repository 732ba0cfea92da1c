//! Rendering: from a page of the site model to finished HTML.
//!
//! Two engines, used one after the other by [`Renderer`]: [`markdown`] turns a page's text into its body, and
//! [`template`] puts that body into the theme. Neither knows of fingerprints, build phases or output folders: what is
//! emitted names assets by their logical path (`/assets/css/style.css`) and pages by their URL without the base path.
//! Whatever is looked at outside the page's own source passes through a [`ReadLog`].

mod answers;
mod asset_source;
mod escape;
pub mod highlight;
pub mod icons;
mod image_operation;
pub mod markdown;
mod reads;
mod renderer;
mod sources;
mod srcset;
pub mod template;
pub mod theme;

pub use answers::{Answers, Derived, are_of_model, is_of_model};
pub use asset_source::{AssetError, AssetSource, DerivedImage, ImageInfo, NoAssets};
pub use image_operation::{ImageOperation, Resize, UnknownOperation};
pub use reads::{AssetQuery, Lookup, Read, ReadKey, ReadLog};
pub use renderer::{RenderedPage, Renderer};
pub use sources::PageSources;
