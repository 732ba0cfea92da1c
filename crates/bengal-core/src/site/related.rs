//! Phase 10: related pages.
//!
//! They are found for a page when somebody asks: most builds make few pages.

use super::{PageId, Site};
use std::cmp::Reverse;
use std::sync::{Mutex, OnceLock, PoisonError};

/// How many pages on either side of a page in a term's list count as its company. A term that thousands of pages share says
/// little about any two of them; the bound keeps the cost linear, and prefers pages of about the same date.
const WINDOW: usize = 50;

/// What a term that two pages alone share is worth.
const WHOLE: u64 = 1 << 32;

/// The related pages of each page: those with which it shares the most telling terms.
#[derive(Clone, Debug, Default)]
pub struct RelatedPages {
    /// Where pages stand in the lists of terms.
    places: Places,
    /// By page.
    found: Vec<OnceLock<Box<[PageId]>>>,
    spare: SpareCompany,
}

/// Prepares related pages. The lists of terms have to be complete: what changes later counts for nothing, or makes the pages found random.
pub fn relate(site: &mut Site) {
    if site.config.content.related_count > 0 {
        let places = Places::of(site);
        site.related = RelatedPages {
            places,
            found: site.pages.iter().map(|_| OnceLock::new()).collect(),
            spare: SpareCompany::default(),
        };
    }
}

impl Site {
    /// The pages related to one, best first: a term that they share counts the more the fewer pages have it. At most
    /// `content.related_count`; ties by source path. None before [`relate`].
    ///
    /// Costs at most 100 steps for each term of the page, the first time; and each thread that asks needs 8 bytes for each page of the site.
    pub fn related(&self, page: PageId) -> &[PageId] {
        let Some(found) = self.related.found.get(page.index()) else { return &[] };
        found.get_or_init(|| {
            let RelatedPages { places, found, spare } = &self.related;
            let mut company = spare.take().unwrap_or_else(|| Company::new(found.len()));
            let lists = places.of_page(page).iter().map(|place| (self.term_pages(*place), place.at as usize));
            let best = company.best(lists, page, self.config.content.related_count);
            spare.put_back(company);
            best
        })
    }

    /// Empty where somebody took the term away since.
    fn term_pages(&self, place: Place) -> &[PageId] {
        let taxonomy = self.taxonomies.get(place.taxonomy as usize);
        taxonomy.and_then(|taxonomy| taxonomy.terms.get(place.term as usize)).map_or(&[], |term| &term.pages)
    }
}

impl RelatedPages {
    /// How many pages share a term with another one.
    pub fn count(&self, site: &Site) -> usize {
        let shares = |page: &PageId| self.places.of_page(*page).iter().any(|place| site.term_pages(*place).len() > 1);
        site.page_ids().filter(shares).count()
    }
}

impl FromIterator<Vec<PageId>> for RelatedPages {
    /// Related pages that are known, by page.
    fn from_iter<I: IntoIterator<Item = Vec<PageId>>>(lists: I) -> Self {
        let found = lists.into_iter().map(|list| OnceLock::from(list.into_boxed_slice())).collect();
        Self { found, ..Self::default() }
    }
}

/// Where a page stands in the list of a term.
#[derive(Clone, Copy, Debug)]
struct Place {
    taxonomy: u32,
    term: u32,
    at: u32,
}

/// The places of all pages, in the order of pages.
#[derive(Clone, Debug, Default)]
struct Places {
    places: Vec<Place>,
    /// By page: where its places begin. One more than there are pages.
    starts: Vec<u32>,
}

impl Places {
    fn of(site: &Site) -> Self {
        let mut starts = vec![0_u32; site.pages.len() + 1];
        let terms = || {
            let taxonomies = (0_u32..).zip(&site.taxonomies);
            taxonomies.flat_map(|(taxonomy, found)| {
                (0_u32..).zip(&found.terms).map(move |(term, found)| (taxonomy, term, &found.pages))
            })
        };
        for (_, _, pages) in terms() {
            pages.iter().for_each(|page| starts[page.index() + 1] += 1);
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut places = vec![Place { taxonomy: 0, term: 0, at: 0 }; sum as usize];
        let mut next = starts.clone();
        for (taxonomy, term, pages) in terms() {
            for (at, page) in (0..).zip(pages) {
                let next = &mut next[page.index()];
                places[*next as usize] = Place { taxonomy, term, at };
                *next += 1;
            }
        }
        Self { places, starts }
    }

    fn of_page(&self, page: PageId) -> &[Place] {
        let bounds = self.starts.get(page.index()).zip(self.starts.get(page.index() + 1));
        bounds.map_or(&[], |(start, end)| &self.places[*start as usize..*end as usize])
    }
}

/// Memory for whoever looks next.
#[derive(Debug, Default)]
struct SpareCompany(Mutex<Vec<Company>>);

impl Clone for SpareCompany {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl SpareCompany {
    fn take(&self) -> Option<Company> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn put_back(&self, company: Company) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(company);
    }
}

/// Scores of the pages that one page meets in the lists of its terms. The memory serves one page after the other.
#[derive(Debug)]
struct Company {
    /// By page; 0 for those that were not met.
    scores: Vec<u64>,
    met: Vec<PageId>,
    /// The best of them with their scores, in order.
    best: Vec<(Reverse<u64>, PageId)>,
}

impl Company {
    fn new(pages: usize) -> Self {
        Self { scores: vec![0; pages], met: Vec::new(), best: Vec::new() }
    }

    fn best<'a>(
        &mut self,
        lists: impl Iterator<Item = (&'a [PageId], usize)>,
        page: PageId,
        count: usize,
    ) -> Box<[PageId]> {
        for (pages, at) in lists {
            let worth = WHOLE / pages.len().max(1) as u64;
            let company = at.saturating_sub(WINDOW)..pages.len().min(at + WINDOW + 1);
            for other in pages.get(company).unwrap_or_default().iter().filter(|other| **other != page) {
                let Some(score) = self.scores.get_mut(other.index()) else { continue };
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
