//! Assets in memory. A file whose text is `1000x500` is a picture of that size, `svg 10x20` one from which nothing is made,
//! `broken 10x20` one that cannot be decoded.

use super::*;
use std::collections::BTreeMap;

#[derive(Debug, Default)]
pub(crate) struct MemoryAssets {
    files: BTreeMap<String, Vec<u8>>,
}

impl MemoryAssets {
    pub(crate) fn of<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Self {
        let mut assets = Self::default();
        files.for_each(|(path, content)| assets.add(path, content));
        assets
    }

    pub(crate) fn add(&mut self, path: &str, content: &[u8]) {
        self.files.insert(path.to_owned(), content.to_owned());
    }

    fn file(&self, path: &str) -> Result<&[u8], AssetError> {
        self.files.get(path).map(Vec::as_slice).ok_or(AssetError::Missing)
    }
}

impl AssetSource for MemoryAssets {
    fn content(&self, path: &str) -> Result<Arc<[u8]>, AssetError> {
        self.file(path).map(Arc::from)
    }

    fn integrity(&self, path: &str) -> Result<String, AssetError> {
        self.file(path).map(|content| format!("sha384-{}", content.len()))
    }

    fn image(&self, path: &str) -> Result<ImageInfo, AssetError> {
        let text = std::str::from_utf8(self.file(path)?).map_err(|_| AssetError::NotAnImage)?;
        let size = text.trim_start_matches("svg ").trim_start_matches("broken ");
        let side = |text: &str| text.parse::<u32>().map_err(|_| AssetError::NotAnImage);
        let (width, height) = size.split_once('x').ok_or(AssetError::NotAnImage)?;
        Ok(ImageInfo { width: side(width)?, height: side(height)?, can_derive: !text.starts_with("svg") })
    }

    fn derive(&self, path: &str, operation: ImageOperation) -> Result<DerivedImage, AssetError> {
        if self.file(path)?.starts_with(b"broken") {
            return Err(AssetError::Damaged("no picture in it".into()));
        }
        let own = self.image(path)?;
        let (width, height) = match operation.resize() {
            crate::Resize::Width(width) => (width.get(), own.height * width.get() / own.width),
            _ => (own.width, own.height),
        };
        Ok(DerivedImage { path: format!("{path}.{operation}"), width, height })
    }

    fn nearest(&self, path: &str) -> Option<String> {
        bengal_core::suggest::nearest(path, self.files.keys().map(String::as_str)).map(str::to_owned)
    }
}
