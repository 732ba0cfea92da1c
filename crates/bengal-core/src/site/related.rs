//! Phase 10: related pages.

use super::{PageId, Site};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;

/// How many pages on either side of a page in a term's list count as its company. A term that thousands of pages share says
/// little about any two of them; the bound keeps the cost linear, and prefers pages of about the same date.
const WINDOW: usize = 50;

/// What a term that two pages alone share is worth.
const WHOLE: u64 = 1 << 32;

/// Gives each page the pages with which it shares the most telling terms: a term counts the more the fewer pages have it. At most
/// `content.related_count`; ties by source path.
///
/// Costs at most `2 × WINDOW` per term on a page.
pub fn relate(site: &mut Site) {
    let count = site.config.content.related_count;
    if count == 0 {
        return;
    }
    let mut lists: Vec<Vec<(&[PageId], usize)>> = vec![Vec::new(); site.pages.len()];
    for term in site.taxonomies.iter().flat_map(|taxonomy| &taxonomy.terms) {
        for (at, page) in term.pages.iter().enumerate() {
            lists[page.index()].push((&term.pages, at));
        }
    }
    let related: Vec<Vec<PageId>> =
        lists.iter().enumerate().map(|(page, lists)| best(lists, PageId::new(page as u32), count)).collect();
    for (page, related) in site.pages.iter_mut().zip(related) {
        page.related = related;
    }
}

fn best(lists: &[(&[PageId], usize)], page: PageId, count: usize) -> Vec<PageId> {
    let mut scores: FxHashMap<PageId, u64> = FxHashMap::default();
    for (pages, at) in lists {
        let worth = WHOLE / pages.len() as u64;
        let company = at.saturating_sub(WINDOW)..pages.len().min(at + WINDOW + 1);
        for other in pages[company].iter().filter(|other| **other != page) {
            *scores.entry(*other).or_default() += worth;
        }
    }
    let mut ranked: Vec<(Reverse<u64>, PageId)> = scores.into_iter().map(|(id, score)| (Reverse(score), id)).collect();
    ranked.sort_unstable();
    ranked.into_iter().take(count).map(|(_, id)| id).collect()
}
