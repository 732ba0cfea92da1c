//! `[images]`: what is made of pictures.

use super::reader::{Reader, int_of, text_of};
use crate::image_format::ImageFormat;
use crate::suggest::nearest;
use crate::syntax::Data;

/// `[images]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImagesConfig {
    /// The widths in pixels in which pictures of Markdown are offered beside their own, rising; none: only their own.
    pub widths: Vec<u32>,
    /// The formats in which they are offered beside their own, the preferred one first.
    pub formats: Vec<ImageFormat>,
    /// The quality of lossy formats, 1 to 100.
    pub quality: u8,
    /// Pictures with more pixels are not decoded.
    pub max_pixels: u64,
    /// The `sizes` attribute of pictures that are offered in several widths.
    pub sizes: String,
}

impl Default for ImagesConfig {
    fn default() -> Self {
        Self {
            widths: Vec::new(),
            formats: Vec::new(),
            quality: 80,
            max_pixels: 50_000_000,
            sizes: "auto, 100vw".into(),
        }
    }
}

/// The widest picture that is made.
const MAX_WIDTH: i64 = 16_383;

/// More widths than this help nobody, and each is a file for each picture.
const MAX_WIDTHS: usize = 16;

pub(super) fn images(reader: &mut Reader<'_>, defaults: ImagesConfig) -> ImagesConfig {
    ImagesConfig {
        widths: widths(reader).unwrap_or(defaults.widths),
        formats: formats(reader).unwrap_or(defaults.formats),
        quality: reader.number("images.quality", 1..=100).map_or(defaults.quality, |quality| quality as u8),
        max_pixels: reader
            .number("images.max_pixels", 1..=1_000_000_000)
            .map_or(defaults.max_pixels, |pixels| pixels as u64),
        sizes: reader.text("images.sizes").filter(|sizes| !sizes.trim().is_empty()).unwrap_or(defaults.sizes),
    }
}

fn widths(reader: &mut Reader<'_>) -> Option<Vec<u32>> {
    const PATH: &str = "images.widths";
    let node = reader.node(PATH)?;
    let numbers: Option<Vec<i64>> = match &node.data {
        Data::List(items) => items.iter().map(int_of).collect(),
        _ => int_of(node).map(|number| vec![number]),
    };
    let widths: Option<Vec<u32>> = numbers.filter(|numbers| numbers.len() <= MAX_WIDTHS).and_then(|numbers| {
        let in_range = |number: i64| u32::try_from(number).ok().filter(|_| (1..=MAX_WIDTH).contains(&number));
        numbers.into_iter().map(in_range).collect()
    });
    match widths {
        Some(mut widths) => {
            widths.sort_unstable();
            widths.dedup();
            Some(widths)
        }
        None => {
            let expected = format!("a list of at most {MAX_WIDTHS} whole numbers from 1 to {MAX_WIDTH}");
            let message = format!("`{PATH}` must be {expected}");
            reader.error(node, "config-value", message, None);
            None
        }
    }
}

fn formats(reader: &mut Reader<'_>) -> Option<Vec<ImageFormat>> {
    const PATH: &str = "images.formats";
    let node = reader.node(PATH)?;
    let items = match &node.data {
        Data::List(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let mut formats = Vec::new();
    for item in items {
        let name = text_of(item).unwrap_or_default();
        match ImageFormat::from_name(&name) {
            Some(format) if formats.contains(&format) => {}
            Some(format) => formats.push(format),
            None => {
                let names = ImageFormat::ALL.map(ImageFormat::name);
                let hint = nearest(&name, names).map(|near| format!("did you mean `{near}`?"));
                let message = format!("`{PATH}` can have {}", names.map(|name| format!("`{name}`")).join(", "));
                reader.error(item, "config-value", message, hint);
            }
        }
    }
    Some(formats)
}
