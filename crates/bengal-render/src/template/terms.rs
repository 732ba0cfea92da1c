//! From a term as a page writes it to the term of the taxonomy.

use bengal_core::Site;
use bengal_core::keyed::KeyedMap;
use bengal_core::site::term_slug;

/// Finds terms by slug. A place is an index into `Site::taxonomies` and one into its terms.
#[derive(Debug, Default)]
pub(crate) struct TermIndex {
    by_slug: Vec<KeyedMap<String, usize>>,
}

impl TermIndex {
    pub(super) fn build(site: &Site) -> Self {
        let slugs = |taxonomy: &bengal_core::site::Taxonomy| {
            taxonomy.terms.iter().enumerate().map(|(at, term)| (term.slug.clone(), at)).collect()
        };
        Self { by_slug: site.taxonomies.iter().map(slugs).collect() }
    }

    /// The place of a term as written.
    pub(crate) fn find(&self, taxonomy: usize, written: &str) -> Option<usize> {
        self.by_slug.get(taxonomy)?.get(&term_slug(written)).copied()
    }
}
