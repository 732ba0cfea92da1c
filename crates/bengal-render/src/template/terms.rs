//! From a term as a page writes it to the term of the taxonomy.

use bengal_core::Site;
use bengal_core::url::slugify;
use rustc_hash::FxHashMap;

/// Finds terms by spelling. A place is an index into `Site::taxonomies` and one into its terms.
#[derive(Debug, Default)]
pub(super) struct TermIndex {
    by_name: Vec<FxHashMap<String, usize>>,
}

impl TermIndex {
    pub(super) fn build(site: &Site) -> Self {
        let by_name = site.taxonomies.iter().map(|taxonomy| {
            let mut names = FxHashMap::default();
            for (at, term) in taxonomy.terms.iter().enumerate() {
                names.entry(term.name.to_lowercase()).or_insert(at);
            }
            for (at, term) in taxonomy.terms.iter().enumerate() {
                names.entry(term.slug.clone()).or_insert(at);
            }
            names
        });
        Self { by_name: by_name.collect() }
    }

    /// The place of a term as written.
    pub(super) fn find(&self, taxonomy: usize, written: &str) -> Option<usize> {
        let names = self.by_name.get(taxonomy)?;
        names.get(&written.to_lowercase()).or_else(|| names.get(&slugify(written))).copied()
    }
}
