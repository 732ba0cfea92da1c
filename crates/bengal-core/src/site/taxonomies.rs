//! Phase 7: taxonomies, their terms and the pages of both.

use super::names::join;
use super::order::sort_by_date;
use super::sections::{cut_list, pages_behind};
use super::{Page, PageDetails, PageId, PageKind, PagesByName, Site, SitePath, Taxonomy, Term};
use crate::diagnostic::Diagnostic;
use crate::front_matter::title_from_name;
use crate::keyed::KeyedMap;
use camino::{Utf8Path, Utf8PathBuf};
use unicode_normalization::UnicodeNormalization;

/// The last part of a term's URL: lower case in Unicode form C, white space and what cannot stand in a file name as one `-`.
/// Everything else stays, so that `c`, `c++` and `c#` are three terms.
///
/// ```
/// assert_eq!(bengal_core::site::term_slug("Machine  Learning"), "machine-learning");
/// ```
pub fn term_slug(term: &str) -> String {
    // What ASCII is made of is composed already, and most terms are.
    match term.is_ascii() {
        true => slug_of(term.len(), term.bytes().map(|byte| char::from(byte.to_ascii_lowercase()))),
        false => slug_of(term.len(), term.nfc().flat_map(char::to_lowercase)),
    }
}

fn slug_of(len: usize, chars: impl Iterator<Item = char>) -> String {
    let mut slug = String::with_capacity(len);
    let mut gap = false;
    for c in chars {
        if c.is_whitespace()
            || c.is_control()
            || matches!(c, '/' | '\\' | '-' | '<' | '>' | ':' | '"' | '|' | '?' | '*')
        {
            gap = true;
            continue;
        }
        if gap && !slug.is_empty() {
            slug.push('-');
        }
        gap = false;
        slug.push(c);
    }
    slug
}

/// Collects the terms of all listed pages. Taxonomies without a term are left out.
///
/// Costs O(n log n) in the number of terms on pages.
pub fn collect_terms(site: &mut Site) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let ranks = ranks_by_date(site);
    let collected = site.config.taxonomies.iter().map(|config| Taxonomy {
        name: config.name.clone(),
        singular: config.singular.clone(),
        page: None,
        terms: collect(site, &config.name, &ranks, &mut diagnostics),
    });
    site.taxonomies = collected.filter(|taxonomy| !taxonomy.terms.is_empty()).collect();
    diagnostics
}

/// Makes a page for each taxonomy and for each of its terms. A page that was written for that place (`content/tags/_index.md`,
/// `content/tags/rust.md`) is taken instead.
///
/// Costs O(n log n) in the number of terms on pages.
pub fn make_term_pages(site: &mut Site) {
    let mut places = Places { written: PagesByName::build(site, output).0, made: KeyedMap::default() };
    let mut taxonomies = std::mem::take(&mut site.taxonomies);
    // Growing as they come, the list of a large site would be copied into one twice as long. One more for the 404 page.
    let terms = taxonomies.iter().flat_map(|taxonomy| &taxonomy.terms);
    let of_terms: usize = terms.map(|term| 1 + pages_behind(site, term.pages.len())).sum();
    site.pages.reserve_exact(of_terms + taxonomies.len() + 1);
    for (number, taxonomy) in taxonomies.iter_mut().enumerate() {
        let title = title_from_name(&taxonomy.name).title;
        taxonomy.page = place(site, &mut places, &taxonomy.name, PageKind::Taxonomy, &title, (number, None));
        for (at, term) in taxonomy.terms.iter_mut().enumerate() {
            let path = join(&taxonomy.name, &term.slug);
            term.page = place(site, &mut places, &path, PageKind::Term, &term.name, (number, Some(at)));
            if let Some(id) = term.page {
                let before = site.pages.len();
                cut_list(site, id, term.pages.clone());
                places.made.extend(site.pages[before..].iter().map(|page| (page.output.clone(), page.id)));
            }
        }
    }
    site.taxonomies = taxonomies;
}

/// The pages at each output path.
struct Places {
    /// Those that were written.
    written: PagesByName,
    /// Those that are made here.
    made: KeyedMap<Utf8PathBuf, PageId>,
}

impl Places {
    fn page(&self, site: &Site, path: &Utf8Path) -> Option<PageId> {
        self.made.get(path).copied().or_else(|| self.written.find(site, output, path.as_str()))
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the shape that `PagesByName` asks for")]
fn output(page: &Page) -> Option<&str> {
    Some(page.output.as_str())
}

/// The place of each page in the order of all pages by date, so that each term need not compare titles again.
fn ranks_by_date(site: &Site) -> Vec<usize> {
    let mut pages: Vec<PageId> = site.page_ids().collect();
    sort_by_date(&mut pages, site);
    let mut ranks = vec![0; pages.len()];
    for (rank, page) in pages.into_iter().enumerate() {
        ranks[page.index()] = rank;
    }
    ranks
}

/// The terms of a taxonomy by slug, with their pages, newest first.
fn collect(site: &Site, taxonomy: &str, ranks: &[usize], diagnostics: &mut Vec<Diagnostic>) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    let mut by_slug: KeyedMap<String, usize> = KeyedMap::default();
    // Most pages write a term like others do, so that its slug is known.
    let mut by_name: KeyedMap<&str, Option<usize>> = KeyedMap::default();
    let written = site.pages.iter().filter_map(|page| Some((page, page.source.as_ref()?)));
    for (page, source) in written.filter(|(page, _)| page.visibility.listings) {
        for name in page.terms_of(taxonomy) {
            let term = *by_name.entry(name).or_insert_with(|| {
                let slug = term_slug(name);
                SitePath::of_file(&slug).ok().filter(|path| !path.as_str().is_empty())?;
                Some(*by_slug.entry(slug).or_insert_with_key(|slug| {
                    terms.push(Term { name: name.clone(), slug: slug.clone(), ..Term::default() });
                    terms.len() - 1
                }))
            });
            if let Some(term) = term {
                terms[term].pages.push(page.id);
            } else {
                let message =
                    format!("`{}` in `{taxonomy}` cannot be part of a URL; it has no page", name.escape_debug());
                diagnostics.push(Diagnostic::warning("bad-term", message).in_file(&source.path));
            }
        }
    }
    terms.sort_unstable_by(|a, b| a.slug.cmp(&b.slug));
    for term in &mut terms {
        term.pages.shrink_to_fit();
        term.pages.sort_unstable_by_key(|page| ranks[page.index()]);
    }
    terms
}

/// The page at a path: the one that was written for it, else a new one.
fn place(
    site: &mut Site,
    places: &mut Places,
    path: &str,
    kind: PageKind,
    title: &str,
    taxonomy: (usize, Option<usize>),
) -> Option<PageId> {
    let address = SitePath::of_file(path).ok()?.folder_page();
    let taken = places.page(site, &address.output);
    if let Some(id) = taken {
        let page = &mut site.pages[id.index()];
        if matches!(page.kind, PageKind::Page | PageKind::Section) && page.details.taxonomy.is_none() {
            page.kind = kind;
            page.details.taxonomy = Some(taxonomy);
            page.details.list.clear();
            return Some(page.id);
        }
    }
    let id = PageId::new(site.pages.len() as u32);
    if taken.is_none() {
        places.made.insert(address.output.clone(), id);
    }
    let mut page = Page {
        id,
        kind,
        key: path.to_owned(),
        url: address.url,
        output: address.output,
        title: title.to_owned(),
        content_type: match kind {
            PageKind::Term => "term".into(),
            _ => "taxonomy".into(),
        },
        details: PageDetails { taxonomy: Some(taxonomy), ..PageDetails::default() }.into(),
        ..Page::default()
    };
    page.visibility.menu = false;
    page.visibility.listings = false;
    page.visibility.rss = false;
    site.pages.push(page);
    Some(id)
}
