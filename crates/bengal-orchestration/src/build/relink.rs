//! Pages whose assets have other addresses: from the linked file back to what rendering made, without rendering.

use crate::output::OutputFolder;
use crate::records::{PageRecord, Texts};
use bengal_assets::{Patch, unlink};
use bengal_core::Page;

/// What rendering made of a page, from its file. `None` where the file is not the one that is on record.
pub(super) fn unlinked(page: &Page, record: &PageRecord, texts: &Texts, output: &OutputFolder) -> Option<String> {
    let linked = String::from_utf8(output.read_previous(&page.output, &record.html)?).ok()?;
    let patches: Vec<Patch> = record.patches.iter().map(|patch| patch.restore(texts)).collect();
    unlink(&linked, &patches)
}
