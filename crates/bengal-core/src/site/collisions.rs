//! Phase 12.5: two outputs on one path.

use super::{Address, Page, PageId, Site};
use crate::diagnostic::{Diagnostic, Location};
use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

/// Who has an output file.
#[derive(Clone, Copy)]
struct Owner {
    claimant: Claimant,
    page: Option<PageId>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Claimant {
    Page,
    Resource(usize),
    Alias,
}

/// Finds outputs that would be one file, also on file systems that do not tell upper from lower case or Unicode forms apart, and
/// files that would stand where a folder must be. The first keeps the place: written pages before published files before generated
/// pages before redirects, then by source path. A losing page is [shadowed](Page::shadowed); a losing file or redirect is dropped.
///
/// A file that stands where a generated page would (`content/404.html`) is meant to replace it, which is a note and no error.
///
/// Costs O(n) times the depth of paths.
pub fn resolve_collisions(site: &mut Site) -> Vec<Diagnostic> {
    let mut claims = Claims::default();
    let (written, generated): (Vec<PageId>, Vec<PageId>) =
        site.page_ids().partition(|id| !site.page(*id).is_generated());
    claims.pages(site, &written);
    claims.resources(site);
    claims.pages(site, &generated);
    claims.aliases(site);
    claims.diagnostics
}

#[derive(Default)]
struct Claims {
    files: FxHashMap<String, Owner>,
    /// One of the outputs in each folder.
    folders: FxHashMap<String, Owner>,
    diagnostics: Vec<Diagnostic>,
}

impl Claims {
    /// Takes a place, unless somebody has it.
    fn claim(&mut self, output: &Utf8Path, owner: Owner) -> Option<Owner> {
        let path = folded(output.as_str());
        if let Some(winner) = self.files.get(&path).or_else(|| self.folders.get(&path)) {
            return Some(*winner);
        }
        let parents = || {
            std::iter::successors(path.rsplit_once('/'), |(folder, _)| folder.rsplit_once('/'))
                .map(|(folder, _)| folder)
        };
        if let Some(winner) = parents().find_map(|folder| self.files.get(folder)) {
            return Some(*winner);
        }
        for folder in parents() {
            if self.folders.contains_key(folder) {
                break;
            }
            self.folders.insert(folder.to_owned(), owner);
        }
        self.files.insert(path, owner);
        None
    }

    fn pages(&mut self, site: &mut Site, pages: &[PageId]) {
        for id in pages {
            let page = site.page(*id);
            let owner = Owner { claimant: Claimant::Page, page: Some(*id) };
            let Some(winner) = self.claim(&page.output, owner) else { continue };
            let replaced = page.is_generated() && matches!(winner.claimant, Claimant::Resource(_));
            let mut diagnostic = if replaced {
                Diagnostic::note(
                    "page-replaced",
                    format!("{} stands in place of {}", winner.describe(site), describe_page(page)),
                )
            } else {
                let message =
                    format!("{} and {} would both be `{}`", describe_page(page), winner.describe(site), page.output);
                Diagnostic::error("output-collision", message).hint("give one of them another `slug` or `url`")
            };
            diagnostic.location = match winner.claimant {
                Claimant::Resource(at) => site.resources.get(at).map(|resource| Location::file(&resource.source)),
                _ => place_of(page),
            };
            self.diagnostics.push(diagnostic);
            site.pages[id.index()].shadowed = true;
        }
    }

    fn resources(&mut self, site: &mut Site) {
        let resources = std::mem::take(&mut site.resources);
        let mut kept = Vec::with_capacity(resources.len());
        for resource in resources {
            let owner = Owner { claimant: Claimant::Resource(kept.len()), page: None };
            match self.claim(&resource.output, owner) {
                None => kept.push(resource),
                Some(winner) => {
                    let winner = match winner.claimant {
                        Claimant::Resource(at) => {
                            kept.get(at).map(|other: &super::Resource| format!("`{}`", other.source))
                        }
                        _ => None,
                    }
                    .unwrap_or_else(|| winner.describe(site));
                    let message = format!("`{}` and {winner} would both be `{}`", resource.source, resource.output);
                    self.diagnostics.push(Diagnostic::error("output-collision", message).in_file(&resource.source));
                }
            }
        }
        site.resources = kept;
    }

    fn aliases(&mut self, site: &mut Site) {
        for at in 0..site.pages.len() {
            let aliases = std::mem::take(&mut site.pages[at].aliases);
            let mut kept = Vec::with_capacity(aliases.len());
            for alias in aliases {
                let Some(output) = Address::of_url(&alias).map(|address| address.output) else { continue };
                let page = &site.pages[at];
                match self.claim(&output, Owner { claimant: Claimant::Alias, page: Some(page.id) }) {
                    None => kept.push(alias),
                    Some(winner) if winner.page == Some(page.id) => {}
                    Some(winner) => {
                        let message =
                            format!("the alias `{alias}` is taken by {}; there is no redirect", winner.describe(site));
                        let mut diagnostic = Diagnostic::warning("alias-taken", message);
                        diagnostic.location = place_of(page);
                        self.diagnostics.push(diagnostic);
                    }
                }
            }
            site.pages[at].aliases = kept;
        }
    }
}

impl Owner {
    fn describe(&self, site: &Site) -> String {
        let page = self.page.map(|id| describe_page(site.page(id)));
        match (self.claimant, page) {
            (Claimant::Alias, Some(page)) => format!("an alias of {page}"),
            (Claimant::Resource(at), _) => {
                site.resources.get(at).map_or_else(String::new, |other| format!("`{}`", other.source))
            }
            (_, Some(page)) => page,
            (_, None) => String::new(),
        }
    }
}

fn place_of(page: &Page) -> Option<Location> {
    page.source.as_ref().map(|source| Location::file(&source.path))
}

fn describe_page(page: &Page) -> String {
    match &page.source {
        Some(source) => format!("`{}`", source.path),
        None => format!("the generated page `{}`", page.url),
    }
}

/// A path as a file system sees it that knows neither case nor Unicode forms.
fn folded(path: &str) -> String {
    if path.is_ascii() { path.to_ascii_lowercase() } else { path.nfc().flat_map(char::to_lowercase).nfc().collect() }
}

/// The outputs of a page's aliases, in order.
pub fn alias_outputs(page: &Page) -> impl Iterator<Item = (&str, Utf8PathBuf)> {
    page.aliases.iter().filter_map(|alias| Some((alias.as_str(), Address::of_url(alias)?.output)))
}
