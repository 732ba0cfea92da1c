//! One picture in several widths and formats: what Markdown and templates write alike.

use crate::{AssetError, AssetQuery, AssetSource, ImageInfo, ImageOperation, Read, Resize};
use bengal_core::ImageFormat;
use bengal_core::url::encode_path;
use std::num::NonZeroU32;

/// Asks about pictures, and notes what was asked.
pub(crate) struct Pictures<'a, R> {
    pub(crate) assets: &'a dyn AssetSource,
    pub(crate) record: R,
}

impl<R: FnMut(Read)> Pictures<'_, R> {
    pub(crate) fn image(&mut self, path: &str) -> Result<ImageInfo, AssetError> {
        (self.record)(Read::Asset(path.to_owned(), AssetQuery::Image));
        self.assets.image(path)
    }

    pub(crate) fn derive(&mut self, path: &str, operation: ImageOperation) -> Result<crate::DerivedImage, AssetError> {
        (self.record)(Read::Asset(path.to_owned(), AssetQuery::Derived(operation)));
        self.assets.derive(path, operation)
    }

    /// The value of a `srcset` attribute (WHATWG HTML, section 4.8.4.2.1): the picture in those of the widths that are less than its own,
    /// rising, and in its own. Without a format, in that of the picture.
    pub(crate) fn srcset(
        &mut self,
        path: &str,
        info: ImageInfo,
        widths: &[u32],
        format: Option<ImageFormat>,
    ) -> Result<String, AssetError> {
        let in_format = |resize| match format {
            Some(format) => ImageOperation::new(resize).with_format(format),
            None => ImageOperation::new(resize),
        };
        let mut candidates = Vec::new();
        if info.can_derive {
            let smaller =
                widths.iter().filter(|width| **width < info.width).filter_map(|width| NonZeroU32::new(*width));
            for width in smaller {
                let derived = self.derive(path, in_format(Resize::Width(width)))?;
                candidates.push((derived.path, derived.width));
            }
        }
        candidates.push(match format {
            Some(_) if info.can_derive => {
                let derived = self.derive(path, in_format(Resize::Full))?;
                (derived.path, derived.width)
            }
            _ => (path.to_owned(), info.width),
        });
        if let [(path, _)] = candidates.as_slice() {
            // Alone it needs no width, which would change the size that it has by itself.
            return Ok(format!("/{}", encode_path(path)));
        }
        let written: Vec<String> =
            candidates.iter().map(|(path, width)| format!("/{} {width}w", encode_path(path))).collect();
        Ok(written.join(", "))
    }
}
