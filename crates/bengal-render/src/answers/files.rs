//! Templates and files.

use super::encoding::Encoding;
use crate::markdown::{FileState, state_of_file};
use crate::template::TemplateFiles;
use bengal_core::fs::SiteFiles;

/// Where a template was found, and its text. A file that comes to stand before it is another place.
pub(super) fn write_template(templates: &TemplateFiles, name: &str, out: &mut Encoding) {
    out.optional_text(templates.path(name).as_ref().map(|path| path.as_str()));
    match templates.text(name) {
        Ok(text) => {
            out.byte(0);
            out.optional_text(text.as_deref());
        }
        Err(error) => {
            out.byte(1);
            out.text(&error.kind().to_string());
        }
    }
}

/// What an include that names this file gets.
pub(super) fn write_file(files: &SiteFiles, path: &str, out: &mut Encoding) {
    match state_of_file(files, path) {
        FileState::Missing => out.byte(0),
        FileState::BehindLink => out.byte(1),
        FileState::File => match files.read(path) {
            Ok(bytes) => {
                out.byte(2);
                out.bytes(&bytes);
            }
            Err(error) => {
                out.byte(3);
                out.text(&error.kind().to_string());
            }
        },
        FileState::TooLong => out.byte(4),
    }
}
