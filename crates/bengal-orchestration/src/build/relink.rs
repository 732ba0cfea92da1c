//! Pages whose assets have other addresses: from the linked file back to what rendering made, without rendering.

use crate::output::OutputFolder;
use crate::phases::p16_track_assets::map_name;
use crate::records::PageRecord;
use bengal_core::Page;
use std::collections::BTreeMap;

/// What rendering made of a page, from its file. `None` where the file is not the one that is on record.
pub(super) fn unlinked(page: &Page, records: &BTreeMap<String, PageRecord>, output: &OutputFolder) -> Option<String> {
    let record = records.get(map_name(page))?;
    let linked = String::from_utf8(output.read_previous(&page.output, &record.html)?).ok()?;
    unlink(&linked, record)
}

/// Puts back the bytes that linking replaced. `None` where the patches do not fit.
fn unlink(linked: &str, record: &PageRecord) -> Option<String> {
    let mut html = String::with_capacity(linked.len());
    let mut at = 0;
    for (span, original) in &record.patches {
        html.push_str(linked.get(at..span.start as usize)?);
        html.push_str(original);
        at = span.end as usize;
    }
    html.push_str(linked.get(at..)?);
    Some(html)
}
