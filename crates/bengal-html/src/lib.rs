//! Every asset reference of an HTML page, exactly, with its byte span.
#![forbid(unsafe_code)]

pub mod css;
mod emit;
mod encoding;
mod extractor;
#[cfg(any(test, feature = "oracle"))]
pub mod oracle;
mod reference;
mod rules;
mod scanner;
mod splice;
pub mod srcset;
mod syntax;
mod text;
mod tree;

pub use encoding::{ByteExtraction, decode, extract_bytes};
pub use extractor::{Extractor, extract};
pub use reference::{Kind, Reference};
pub use splice::{Replacement, SpliceError, splice};
pub use syntax::{Form, Layer, Syntax};

#[cfg(test)]
mod tests;
