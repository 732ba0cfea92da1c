//! Phase 12.5: two outputs on one path.

use super::{Address, Page, PageId, Resource, Site};
use crate::diagnostic::{Diagnostic, Location};
use crate::keyed::{KeyedMap, KeyedSet, KeyedState};
use camino::{Utf8Path, Utf8PathBuf};
use unicode_normalization::UnicodeNormalization;

/// An output that is not in the [`Site`]: an asset, or a file for the whole site such as `robots.txt`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputClaim {
    /// The file, relative to the output folder.
    pub output: Utf8PathBuf,
    /// Whose it is, which decides what it yields to.
    pub owner: ClaimOwner,
}

/// Whose an [`OutputClaim`] is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClaimOwner {
    /// The author's: a file with this path in the site's folder. It ranks like a [`Resource`], after those of the content.
    Author(Utf8PathBuf),
    /// The build's or the theme's, named as in a message: ``the site's `robots.txt` ``.
    ///
    /// It yields without a word to a page or an author's file with the same output. A page or file that needs a folder where
    /// this is a file, or the other way round, yields to it.
    Generated(String),
}

/// What came of [`resolve_collisions`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolution {
    /// Every collision that somebody should know of.
    pub diagnostics: Vec<Diagnostic>,
    /// Which of the further claims have no place and must not be written: indices, rising.
    pub lost: Vec<usize>,
}

/// Finds outputs that would be one file, also on file systems that do not tell upper from lower case or Unicode forms apart, and
/// files that would stand where a folder must be. The first keeps the place: written pages before published files before the
/// author's `others` before generated pages before redirects, then by source path; `others` by their order. A losing page is
/// [shadowed](Page::shadowed); a losing file or redirect is dropped; a losing claim is [named](Resolution::lost).
///
/// A file that stands where a generated page would (`content/404.html`) is meant to replace it, which is a note and no error.
///
/// Costs O(n) times the depth of paths.
pub fn resolve_collisions(site: &mut Site, others: &[OutputClaim]) -> Resolution {
    let room = || KeyedMap::with_capacity_and_hasher(site.pages.len(), KeyedState::default());
    let mut claims = Claims { others, files: room(), folders: room(), found: Resolution::default() };
    let (written, generated): (Vec<PageId>, Vec<PageId>) =
        site.page_ids().partition(|id| !site.page(*id).is_generated());
    claims.generated_files(site);
    claims.pages(site, &written);
    claims.resources(site);
    claims.authors_files(site);
    claims.pages(site, &generated);
    claims.aliases(site);
    claims.found.lost.sort_unstable();
    claims.found
}

/// Who has an output file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    Page(PageId),
    Resource(usize),
    Other(usize),
    Alias(PageId),
}

/// Why an output has no place.
#[derive(Clone, Copy)]
struct Conflict {
    winner: Owner,
    clash: Clash,
}

/// How two outputs are in each other's way.
#[derive(Clone, Copy)]
enum Clash {
    SameFile,
    /// The loser is a file where the winner needs a folder.
    FileForFolder,
    /// The loser needs a folder where the winner is a file.
    FolderForFile,
}

struct Claims<'a> {
    others: &'a [OutputClaim],
    files: KeyedMap<String, Owner>,
    /// One of the outputs in each folder.
    folders: KeyedMap<String, Owner>,
    found: Resolution,
}

impl Claims<'_> {
    /// Takes a place, unless somebody has it.
    fn claim(&mut self, output: &Utf8Path, owner: Owner) -> Result<(), Conflict> {
        let path = folded(output.as_str());
        if let Some(winner) = self.files.get(&path) {
            return Err(Conflict { winner: *winner, clash: Clash::SameFile });
        }
        if let Some(winner) = self.folders.get(&path) {
            return Err(Conflict { winner: *winner, clash: Clash::FileForFolder });
        }
        let parents = || {
            std::iter::successors(path.rsplit_once('/'), |(folder, _)| folder.rsplit_once('/'))
                .map(|(folder, _)| folder)
        };
        if let Some(winner) = parents().find_map(|folder| self.files.get(folder)) {
            return Err(Conflict { winner: *winner, clash: Clash::FolderForFile });
        }
        for folder in parents() {
            if self.folders.contains_key(folder) {
                break;
            }
            self.folders.insert(folder.to_owned(), owner);
        }
        self.files.insert(path, owner);
        Ok(())
    }

    /// What the build and the theme make comes first, except where a page or an author's file has the very same output.
    fn generated_files(&mut self, site: &Site) {
        let is_generated = |claim: &OutputClaim| matches!(claim.owner, ClaimOwner::Generated(_));
        if !self.others.iter().any(is_generated) {
            return;
        }
        let pages = site.pages.iter().map(|page| &page.output);
        let resources = site.resources.iter().map(|resource| &resource.output);
        let authors = self.others.iter().filter(|claim| !is_generated(claim)).map(|claim| &claim.output);
        let taken: KeyedSet<String> =
            pages.chain(resources).chain(authors).map(|output| folded(output.as_str())).collect();
        for (at, claim) in self.others.iter().enumerate().filter(|(_, claim)| is_generated(claim)) {
            if taken.contains(&folded(claim.output.as_str())) {
                self.found.lost.push(at);
            } else {
                self.other(site, at, claim);
            }
        }
    }

    fn authors_files(&mut self, site: &Site) {
        for (at, claim) in self.others.iter().enumerate() {
            if matches!(claim.owner, ClaimOwner::Author(_)) {
                self.other(site, at, claim);
            }
        }
    }

    fn other(&mut self, site: &Site, at: usize, claim: &OutputClaim) {
        let Err(conflict) = self.claim(&claim.output, Owner::Other(at)) else { return };
        self.found.lost.push(at);
        let mut diagnostic =
            collision(&claim.owner.describe(), &self.describe(conflict.winner, site), conflict.clash, &claim.output);
        diagnostic.location = claim.owner.place();
        self.found.diagnostics.push(diagnostic.hint("rename one of them"));
    }

    fn pages(&mut self, site: &mut Site, pages: &[PageId]) {
        for id in pages {
            let page = site.page(*id);
            let Err(conflict) = self.claim(&page.output, Owner::Page(*id)) else { continue };
            let winner = self.describe(conflict.winner, site);
            let file = match conflict.winner {
                Owner::Resource(at) => site.resources.get(at).map(|resource| Location::file(&resource.source)),
                Owner::Other(at) => self.others.get(at).and_then(|claim| claim.owner.place()),
                Owner::Page(_) | Owner::Alias(_) => None,
            };
            let mut diagnostic = match conflict.clash {
                Clash::SameFile if page.is_generated() && file.is_some() => {
                    Diagnostic::note("page-replaced", format!("{winner} stands in place of {}", describe_page(page)))
                }
                clash => collision(&describe_page(page), &winner, clash, &page.output)
                    .hint("give one of them another `slug` or `url`"),
            };
            diagnostic.location = if page.is_generated() { file } else { place_of(page) };
            self.found.diagnostics.push(diagnostic);
            site.pages[id.index()].shadowed = true;
        }
    }

    fn resources(&mut self, site: &mut Site) {
        let resources = std::mem::take(&mut site.resources);
        let mut kept: Vec<Resource> = Vec::with_capacity(resources.len());
        for resource in resources {
            let Err(conflict) = self.claim(&resource.output, Owner::Resource(kept.len())) else {
                kept.push(resource);
                continue;
            };
            let winner = match conflict.winner {
                Owner::Resource(at) => kept.get(at).map(|other| format!("`{}`", other.source)),
                _ => None,
            };
            let winner = winner.unwrap_or_else(|| self.describe(conflict.winner, site));
            let loser = format!("`{}`", resource.source);
            let diagnostic = collision(&loser, &winner, conflict.clash, &resource.output);
            self.found.diagnostics.push(diagnostic.in_file(&resource.source));
        }
        site.resources = kept;
    }

    fn aliases(&mut self, site: &mut Site) {
        for at in 0..site.pages.len() {
            if site.pages[at].details.aliases.is_empty() {
                continue;
            }
            let aliases = std::mem::take(&mut site.pages[at].details.aliases);
            let page = &site.pages[at];
            let mut own: Vec<Utf8PathBuf> = vec![page.output.clone()];
            let mut kept = Vec::with_capacity(aliases.len());
            for alias in aliases {
                let Some(output) = Address::of_url(&alias).map(|address| address.output) else { continue };
                let Err(conflict) = self.claim(&output, Owner::Alias(page.id)) else {
                    own.push(output);
                    kept.push(alias);
                    continue;
                };
                let winner = match conflict.winner {
                    // `/b/index.html` beside `/b/`: one file, and both URLs lead to it.
                    Owner::Page(id) | Owner::Alias(id) if id == page.id && own.contains(&output) => continue,
                    Owner::Page(id) if id == page.id => "the page itself".to_owned(),
                    Owner::Alias(id) if id == page.id => "another alias of this page".to_owned(),
                    winner => self.describe(winner, site),
                };
                let message = format!("the alias `{alias}` is taken by {winner}; there is no redirect");
                let mut diagnostic = Diagnostic::warning("alias-taken", message);
                diagnostic.location = place_of(page);
                self.found.diagnostics.push(diagnostic);
            }
            site.pages[at].details.aliases = kept;
        }
    }

    fn describe(&self, owner: Owner, site: &Site) -> String {
        match owner {
            Owner::Page(id) => describe_page(site.page(id)),
            Owner::Alias(id) => format!("an alias of {}", describe_page(site.page(id))),
            Owner::Resource(at) => {
                site.resources.get(at).map_or_else(String::new, |other| format!("`{}`", other.source))
            }
            Owner::Other(at) => self.others.get(at).map_or_else(String::new, |claim| claim.owner.describe()),
        }
    }
}

impl ClaimOwner {
    fn describe(&self) -> String {
        match self {
            Self::Author(path) => format!("`{path}`"),
            Self::Generated(description) => description.clone(),
        }
    }

    fn place(&self) -> Option<Location> {
        match self {
            Self::Author(path) => Some(Location::file(path)),
            Self::Generated(_) => None,
        }
    }
}

fn collision(loser: &str, winner: &str, clash: Clash, output: &Utf8Path) -> Diagnostic {
    let message = match clash {
        Clash::SameFile => format!("{loser} and {winner} would both be `{output}`"),
        Clash::FileForFolder => format!("{loser} would be the file `{output}`, where {winner} needs a folder"),
        Clash::FolderForFile => format!("{loser} would be `{output}`, in a folder where {winner} is a file"),
    };
    Diagnostic::error("output-collision", message)
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
    page.details.aliases.iter().filter_map(|alias| Some((alias.as_str(), Address::of_url(alias)?.output)))
}
