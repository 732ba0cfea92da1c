//! Pages whose assets have other addresses: from the linked file back to what rendering made, without rendering.

use crate::output::OutputFolder;
use crate::records::PageRecord;
use bengal_assets::unlink;
use bengal_core::Page;

/// What rendering made of a page, from its file. `None` where the file is not the one that is on record.
pub(super) fn unlinked(page: &Page, record: &PageRecord, output: &OutputFolder) -> Option<String> {
    let linked = String::from_utf8(output.read_previous(&page.output, &record.html)?).ok()?;
    unlink(&linked, &record.patches)
}
