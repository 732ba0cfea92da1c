//! `<img>` with the picture's size, and `<picture>` with the same picture in other widths and formats.

use super::Writer;
use crate::escape::escaped;
use crate::markdown::source::Place;
use crate::srcset::Pictures;
use crate::{AssetError, Read};
use bengal_core::{Diagnostic, url};
use std::fmt::Write as _;

/// A picture that a page shows.
#[derive(Debug)]
pub(in crate::markdown) struct ImageTag<'a> {
    /// Its URL as the page will have it, not escaped.
    pub(in crate::markdown) url: &'a str,
    /// The attributes beside `src`, escaped, with a space before each.
    pub(in crate::markdown) attributes: &'a str,
    /// Whether the author gave a size.
    pub(in crate::markdown) has_size: bool,
}

/// The same picture in other widths and formats.
#[derive(Debug, Default)]
struct Alternatives {
    /// `<source>` elements.
    sources: String,
    /// The attributes `srcset` and `sizes` of the `<img>`.
    srcset: String,
}

impl Writer<'_> {
    /// The HTML of a picture. Of a file of the site whose size is known it has `width` and `height`, so that nothing moves when it is loaded,
    /// and what `[images]` asks for.
    pub(in crate::markdown) fn image_html(&mut self, tag: &ImageTag<'_>, place: &Place) -> String {
        let url = escaped(tag.url);
        let plain = || format!("<img src=\"{url}\"{}>", tag.attributes);
        let Some(path) = own_file(tag.url).filter(|_| self.resolves()) else { return plain() };
        let Ok(info) = self.pictures().image(&path) else { return plain() };
        let mut size = String::new();
        if !tag.has_size {
            let _ = write!(size, " width=\"{}\" height=\"{}\"", info.width, info.height);
        }
        let alternatives = match self.alternatives(&path, info) {
            Ok(alternatives) => alternatives,
            Err(error) => {
                let message = format!("`{path}` is shown only as it is: {error}");
                self.problem(place, Diagnostic::warning("image-not-derived", message));
                Alternatives::default()
            }
        };
        let image = format!("<img src=\"{url}\"{}{size}{}>", tag.attributes, alternatives.srcset);
        match alternatives.sources.as_str() {
            "" => image,
            sources => format!("<picture>{sources}{image}</picture>"),
        }
    }

    fn pictures(&self) -> Pictures<'_, impl FnMut(Read)> {
        Pictures { assets: self.markdown.assets(), record: |read| self.reads.record(read) }
    }

    fn alternatives(&self, path: &str, info: crate::ImageInfo) -> Result<Alternatives, AssetError> {
        let config = &self.markdown.site.config.images;
        let mut found = Alternatives::default();
        self.reads.record(Read::Config("images".to_owned()));
        if !info.can_derive || (config.widths.is_empty() && config.formats.is_empty()) {
            return Ok(found);
        }
        let sizes = |srcset: &str| match srcset.contains(", ") {
            true => format!(" sizes=\"{}\"", escaped(&config.sizes)),
            // A single picture needs no choice.
            false => String::new(),
        };
        for format in &config.formats {
            let srcset = self.pictures().srcset(path, info, &config.widths, Some(*format))?;
            let media_type = format.media_type();
            let _ = write!(
                found.sources,
                "<source type=\"{media_type}\" srcset=\"{}\"{}>",
                escaped(&srcset),
                sizes(&srcset)
            );
        }
        if config.formats.is_empty() && config.widths.iter().any(|width| *width < info.width) {
            let srcset = self.pictures().srcset(path, info, &config.widths, None)?;
            found.srcset = format!(" srcset=\"{}\"{}", escaped(&srcset), sizes(&srcset));
        }
        Ok(found)
    }
}

/// The logical path of a file of the site, by its URL from the root.
fn own_file(url: &str) -> Option<String> {
    let path = url::split_suffix(url).0.strip_prefix('/').filter(|path| !path.starts_with('/'))?;
    url::join("", &url::decode_path(path)?).filter(|path| !path.is_empty())
}
