//! Phase 5, Incremental filter: which pages need work, and why.
//!
//! A page is as it was when its source is, when everything that it looked at elsewhere has the answer that it had, and when its file is
//! in place. One whose assets have other addresses now is linked again, without being rendered.

use super::p16_track_assets::map_name;
use crate::output::OutputFolder;
use crate::phase::Outcome;
use crate::phases::p16_link::Linker;
use crate::records::{PageRecord, PageRecords};
use bengal_assets::Prepared as PreparedAssets;
use bengal_cache::AssetDependencyMap;
use bengal_core::{Digest, Digester, HalfDigest, Page, PageId, Site};
use bengal_render::{Answers, ReadKey};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Why a page needs work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// No build knows of it, or the last one could not make it.
    Unknown,
    /// All records are left aside.
    FromScratch(&'static str),
    /// Its source has changed.
    Source,
    /// Its file is another one now.
    Moved,
    /// Something that it looked at has changed.
    Read(ReadKey),
    /// Its file is missing, or somebody else changed it.
    Output,
    /// It has problems, and what hints may suggest is not what it was.
    Names,
    /// The address of an asset has changed: only linking is to be done.
    Asset(String),
    /// What linking takes from the configuration has changed: only linking is to be done.
    Linking,
}

impl Reason {
    /// It in a few words. Most are the same for many pages.
    pub(crate) fn into_text(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Unknown => "no record of it",
            Self::FromScratch(why) => why,
            Self::Source => "its source changed",
            Self::Moved => "its place in the output changed",
            Self::Read(key) => return format!("{key} changed").into(),
            Self::Output => "its file in the output is missing or was changed",
            Self::Names => "it has problems, and hints may suggest other names now",
            Self::Asset(asset) => return format!("the address of {asset} changed").into(),
            Self::Linking => "the base URL or the options for assets changed",
        })
    }

    /// Whether the page has to be rendered, and not only linked.
    pub(crate) fn is_for_rendering(&self) -> bool {
        !matches!(self, Self::Asset(_) | Self::Linking)
    }
}

/// Why pages need work.
#[derive(Debug, Default)]
pub(crate) struct Reasons {
    /// Why all pages are rendered that have no reason of their own.
    of_all: Option<&'static str>,
    of_each: BTreeMap<PageId, Reason>,
}

impl Reasons {
    /// Why a page needs work, if it does.
    pub(crate) fn get(&self, page: &Page) -> Option<Reason> {
        let of_all = || self.of_all.filter(|_| !page.shadowed).map(Reason::FromScratch);
        self.of_each.get(&page.id).cloned().or_else(of_all)
    }

    /// How many of so many pages need work, at most.
    pub(crate) fn count(&self, pages: usize) -> usize {
        if self.of_all.is_some() { pages } else { self.of_each.len() }
    }

    pub(crate) fn insert(&mut self, page: PageId, reason: Reason) {
        self.of_each.insert(page, reason);
    }
}

/// What is to be done.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Pages to be rendered, in the order of the site.
    pub(crate) render: Vec<PageId>,
    /// Pages to be linked again, in the order of the site.
    pub(crate) relink: Vec<PageId>,
    /// Pages with nothing to be done.
    pub(crate) fresh: Vec<PageId>,
    /// Why, for each page of the first two.
    pub(crate) reasons: Reasons,
    /// The numbers of the reads that have another answer than the recorded one.
    pub(crate) changed: FxHashSet<u32>,
}

/// How the build stands to the records.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Trust {
    /// They fit.
    Records,
    /// They are left aside, and why.
    Nothing(&'static str),
}

/// The digest of all names that hints may suggest: pages, their addresses, assets. A page with problems is made again when there are others.
pub(crate) fn names_digest(site: &Site, assets: &PreparedAssets) -> Digest {
    let mut digester = Digester::default();
    // A large site has many megabytes of names, and they are hashed faster in pieces of some length.
    let mut names = String::with_capacity(2 * NAMES_IN_PIECE);
    let mut hash = |names: &mut String, at_least: usize| {
        if names.len() >= at_least {
            digester.update(names.as_bytes());
            names.clear();
        }
    };
    for page in &site.pages {
        let own = [
            map_name(page),
            &page.key,
            &page.url,
            &page.title,
            page.details.reference_id.as_deref().unwrap_or_default(),
        ];
        own.iter().for_each(|name| names.extend([*name, "\0"]));
        hash(&mut names, NAMES_IN_PIECE);
    }
    assets.logical().for_each(|name| names.extend([name, "\n"]));
    hash(&mut names, 0);
    digester.digest()
}

/// So many bytes of names are hashed at once.
const NAMES_IN_PIECE: usize = 64 << 10;

/// What pages are compared with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Today<'a> {
    pub(crate) site: &'a Site,
    /// Whether the site's model is the one of the records.
    pub(crate) same_model: bool,
    pub(crate) answers: &'a Answers,
    pub(crate) map: &'a AssetDependencyMap,
    pub(crate) linker: &'a Linker<'a>,
    /// The digest of all names that hints may suggest.
    pub(crate) names: Digest,
    pub(crate) output: &'a OutputFolder,
}

/// Decides on every page. Files that are as they should be are taken over into the output of this build; the recorded answers in `records`
/// become those of today.
pub(crate) fn plan(records: &mut PageRecords, trust: Trust, today: Today<'_>) -> (Plan, Outcome) {
    let Today { site, same_model, answers, map, linker, names, output } = today;
    let pages: Vec<&Page> = site.pages.iter().filter(|page| !page.shadowed).collect();
    if let Trust::Nothing(why) = trust {
        let render: Vec<PageId> = pages.iter().map(|page| page.id).collect();
        let reasons = Reasons { of_all: Some(why), ..Reasons::default() };
        let outcome = Outcome::Done(format!("all {} pages: {why}", render.len()));
        return (Plan { render, reasons, ..Plan::default() }, outcome);
    }
    let changed = changed_reads(records, answers, same_model);
    // Pictures that are made for pages are known only now that the answers are.
    let addresses = linker.addresses();
    let moved_assets = changed_addresses(&records.links, &addresses);
    let relinked = pages_using(map, &moved_assets);
    let all_relinked = records.belongs_to.linking != Some(linker.settings());
    let other_names = records.belongs_to.names != Some(names);
    let records = &*records;
    let folder = output.open();
    let known = records.pages.get_all(pages.iter().map(|page| map_name(page)));
    let decide = |(page, record): (&&Page, Option<&PageRecord>)| {
        let Some(record) = record else { return Some(Reason::Unknown) };
        if let Some(reason) = stale(page, record, records, &changed) {
            return Some(reason);
        }
        if other_names && !(record.rendering_problems().is_empty() && record.link_problems().is_empty()) {
            return Some(Reason::Names);
        }
        if all_relinked {
            return Some(Reason::Linking);
        }
        if let Some(asset) = relinked.get(map_name(page)) {
            return Some(Reason::Asset((*asset).to_owned()));
        }
        (!output.take_over_in(&*folder, &page.output, &record.html)).then_some(Reason::Output)
    };
    let decisions: Vec<Option<Reason>> = pages.par_iter().zip(known).map(decide).collect();
    let mut plan = Plan { changed, ..Plan::default() };
    for (page, reason) in pages.iter().zip(decisions) {
        match &reason {
            None => plan.fresh.push(page.id),
            Some(reason) if reason.is_for_rendering() => plan.render.push(page.id),
            Some(_) => plan.relink.push(page.id),
        }
        plan.reasons.of_each.extend(reason.map(|reason| (page.id, reason)));
    }
    let counts = format!(
        "{} to render, {} to relink, {} fresh; {} of {} reads changed",
        plan.render.len(),
        plan.relink.len(),
        plan.fresh.len(),
        plan.changed.len(),
        records.reads.len()
    );
    (plan, Outcome::Done(counts))
}

/// The numbers of the reads that have another answer than the recorded one, which they get. In the same model, what follows from it alone is
/// not asked again: most reads are of this kind.
fn changed_reads(records: &mut PageRecords, answers: &Answers, same_model: bool) -> FxHashSet<u32> {
    let reads = &records.reads;
    let asked_again = match same_model {
        true => reads.beside_model(),
        false => (0..reads.len() as u32).collect(),
    };
    let answer = |key: &mut String, number: &u32| {
        reads.write_key(*number, key);
        (*number, answers.digest_of(&ReadKey::from_stored(key.as_str())).half())
    };
    let now: Vec<(u32, HalfDigest)> = asked_again.par_iter().map_init(String::new, answer).collect();
    let recorded = records.reads.answers_mut();
    let mut changed = FxHashSet::default();
    for (number, now) in now {
        let recorded = &mut recorded[number as usize];
        if *recorded != now {
            *recorded = now;
            changed.insert(number);
        }
    }
    changed
}

/// Why the HTML of a page is not what rendering would make of it today.
fn stale(page: &Page, record: &PageRecord, records: &PageRecords, changed: &FxHashSet<u32>) -> Option<Reason> {
    if record.source != page.source.as_ref().map(|source| source.digest.half()) {
        return Some(Reason::Source);
    }
    if *record.output != *page.output {
        return Some(Reason::Moved);
    }
    if changed.is_empty() {
        return None;
    }
    let read = record.reads.iter().find(|number| changed.contains(number))?;
    Some(Reason::Read(records.reads.key(read)))
}

/// The logical paths whose published URL is not what it was: new and removed ones too.
fn changed_addresses<'a>(before: &'a BTreeMap<String, String>, now: &'a BTreeMap<String, String>) -> Vec<&'a str> {
    let removed = before.keys().filter(|path| !now.contains_key(*path));
    let other = now.iter().filter(|(path, url)| before.get(*path) != Some(url)).map(|(path, _)| path);
    removed.chain(other).map(String::as_str).collect()
}

/// The pages that use any of these assets, each with one of them.
fn pages_using<'a>(map: &AssetDependencyMap, assets: &[&'a str]) -> BTreeMap<Arc<str>, &'a str> {
    let mut pages = BTreeMap::new();
    for asset in assets {
        for page in map.pages_using(asset) {
            pages.entry(page).or_insert(*asset);
        }
    }
    pages
}

#[cfg(test)]
mod tests;
