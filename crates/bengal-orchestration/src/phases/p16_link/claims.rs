//! Whether assets are what pages say of them in `integrity` attributes.
//!
//! Whoever computed one did so of the source, or of an earlier state: a sheet that is minified or has links is published with other bytes. That is checked in each
//! build for all pages, because an asset that keeps its name may have other bytes without a page being made again.

use crate::records::{Claim, PageRecord};
use bengal_assets::{Prepared, Promise};
use bengal_core::Diagnostic;
use bengal_core::fs::SiteFiles;
use std::collections::BTreeMap;

/// A warning for each claim of a page that is not true, with the digest to write. What many pages have of a template that nobody knows is
/// one.
pub(crate) fn broken_claims<'r>(
    pages: impl Iterator<Item = &'r PageRecord>,
    assets: &Prepared,
    files: &SiteFiles,
) -> Vec<Diagnostic> {
    let mut known: BTreeMap<(&str, &str), Promise> = BTreeMap::new();
    let mut problems = Vec::new();
    let mut shared: BTreeMap<(&str, &str), (&Claim, usize)> = BTreeMap::new();
    for claim in pages.flat_map(PageRecord::claims) {
        let Claim { logical, integrity, .. } = claim;
        let key = (logical.as_str(), integrity.as_str());
        // That one could not be read has been said.
        let kept = *known.entry(key).or_insert_with(|| assets.promise(logical, integrity, files));
        if kept == Promise::Kept {
            continue;
        }
        if !claim.is_shared {
            problems.push(advised(claim, assets));
            continue;
        }
        let (first, count) = shared.entry(key).or_insert((claim, 0));
        *count += 1;
        if claim.diagnostic.location < first.diagnostic.location {
            *first = claim;
        }
    }
    problems.extend(shared.into_values().map(|(claim, count)| match count {
        1 => advised(claim, assets),
        count => advised(claim, assets).hint(format!("it is used {} more times", count - 1)),
    }));
    problems
}

/// The problem with what to write instead.
fn advised(claim: &Claim, assets: &Prepared) -> Diagnostic {
    let problem = claim.diagnostic.clone();
    match assets.table.get(&claim.logical) {
        Some(entry) => problem.hint(format!(
            "write `{}`, or leave the attribute to `assets.integrity = true`, which follows the file",
            entry.integrity
        )),
        None => problem,
    }
}
