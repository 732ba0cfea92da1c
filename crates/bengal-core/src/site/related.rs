//! Phase 10: related pages.

use super::{PageId, Site};
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
    let mut company = Company { scores: vec![0; site.pages.len()], met: Vec::new(), best: Vec::new() };
    let related: Vec<Vec<PageId>> =
        lists.iter().enumerate().map(|(page, lists)| company.best(lists, PageId::new(page as u32), count)).collect();
    for (page, related) in site.pages.iter_mut().zip(related) {
        page.related = related;
    }
}

/// Scores of the pages that one page meets in the lists of its terms. The memory serves one page after the other.
struct Company {
    /// By page; 0 for those that were not met.
    scores: Vec<u64>,
    met: Vec<PageId>,
    /// The best of them with their scores, in order.
    best: Vec<(Reverse<u64>, PageId)>,
}

impl Company {
    fn best(&mut self, lists: &[(&[PageId], usize)], page: PageId, count: usize) -> Vec<PageId> {
        for (pages, at) in lists {
            let worth = WHOLE / pages.len() as u64;
            let company = at.saturating_sub(WINDOW)..pages.len().min(at + WINDOW + 1);
            for other in pages[company].iter().filter(|other| **other != page) {
                let score = &mut self.scores[other.index()];
                if *score == 0 {
                    self.met.push(*other);
                }
                *score += worth;
            }
        }
        self.best.clear();
        for id in self.met.drain(..) {
            let rank = (Reverse(std::mem::take(&mut self.scores[id.index()])), id);
            // Few are better than the best so far.
            if self.best.len() < count || self.best.last().is_some_and(|worst| rank < *worst) {
                let at = self.best.partition_point(|better| *better < rank);
                self.best.truncate(count - 1);
                self.best.insert(at, rank);
            }
        }
        self.best.iter().map(|(_, id)| *id).collect()
    }
}
