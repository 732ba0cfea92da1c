//! What earlier builds know of each page: what it was made of, and what was made.

use super::numbered::{Texts, keep_used, numbers_among_used};
use super::packed::{PatchRecord, Patches, Rising};
use super::reads::Reads;
use bengal_assets::Patch;
use bengal_core::{Diagnostic, Digest, HalfDigest};
use bengal_render::Derived;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The pages of one output folder, and the answers that they were made with.
#[derive(Debug, Default)]
pub(crate) struct PageRecords {
    /// The output folder that they are in, and the digest of the map of assets that was saved with them. Records of a build that was
    /// killed between two tables do not fit each other, and are not used.
    pub(crate) belongs_to: Belonging,
    /// Every question that any page asked, with the answer that all pages were made with.
    pub(crate) reads: Reads,
    /// Answers that are expensive, with what they were computed from.
    pub(crate) derived: Vec<Derived>,
    /// What patches put back, and the names of assets that pages do not load.
    pub(crate) texts: Texts,
    /// The published URL of each logical path, as pages were linked.
    pub(crate) links: BTreeMap<String, String>,
    /// Files of the whole site that were made of the model that [`belongs_to`](Self::belongs_to) names, and of nothing else.
    pub(crate) site_files: SiteFiles,
    /// The pages.
    pub(crate) pages: Pages,
}

/// Files of the output folder, with their digests.
pub(crate) type SiteFiles = BTreeMap<String, HalfDigest>;

/// What page records fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Belonging {
    /// The name of the output folder.
    pub(crate) folder: String,
    /// The digest of the map of assets.
    pub(crate) assets: Option<Digest>,
    /// The digest of what linking takes from the configuration.
    pub(crate) linking: Option<Digest>,
    /// The digest of all names that hints may suggest.
    pub(crate) names: Option<Digest>,
    /// The digest of what the site's model was made of when the answers were computed.
    pub(crate) model: Option<Digest>,
}

/// Something that linking found wrong with a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LinkProblem {
    /// The asset in question, where only the output shows the reference: then it is a template's, and many pages have it.
    pub(crate) shared: Option<String>,
    pub(crate) diagnostic: Diagnostic,
}

/// What a page says of the content of an asset in an `integrity` attribute. Whether it is true is known when the asset is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    /// The asset.
    pub(crate) logical: String,
    /// The value of the attribute.
    pub(crate) integrity: String,
    /// Whether only the output shows the reference: then it is a template's, and many pages have it.
    pub(crate) is_shared: bool,
    /// What is to be said where it is not true.
    pub(crate) diagnostic: Diagnostic,
}

/// What is known of a page. A large site has many: what is seldom there, or never looked at while pages are made, takes little room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PageRecord {
    /// Its file, relative to the output folder.
    pub(crate) output: Box<str>,
    /// The digest of its source; `None` for generated pages.
    pub(crate) source: Option<HalfDigest>,
    /// The digest of its file.
    pub(crate) html: HalfDigest,
    /// What it read: numbers of [`PageRecords::reads`].
    pub(crate) reads: Rising,
    /// Where linking put other bytes than rendering had.
    pub(crate) patches: Patches,
    /// Logical paths of assets that a browser does not load with it: numbers of [`PageRecords::texts`], in the order of these texts.
    pub(crate) unloaded: Box<[u32]>,
    /// What is wrong with it, or may be.
    pub(crate) problems: Option<Box<PageProblems>>,
}

/// What is wrong with a page, or may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PageProblems {
    /// What rendering found wrong with it.
    pub(crate) rendering: Vec<Diagnostic>,
    /// What linking found wrong with it.
    pub(crate) linking: Vec<LinkProblem>,
    /// What it says of the content of its assets.
    pub(crate) claims: Vec<Claim>,
}

impl PageProblems {
    /// These, where there are any.
    pub(crate) fn boxed(self) -> Option<Box<Self>> {
        (self != Self::default()).then(|| Box::new(self))
    }
}

impl PageRecord {
    /// What rendering found wrong with the page.
    pub(crate) fn rendering_problems(&self) -> &[Diagnostic] {
        self.problems.as_ref().map_or(&[], |problems| &problems.rendering)
    }

    /// Whether it has each read and each text of another one.
    fn has_all_of(&self, other: &Self) -> bool {
        let texts = |record: &Self| -> BTreeSet<u32> {
            record.patches.iter().map(|patch| patch.original).chain(record.unloaded.iter().copied()).collect()
        };
        let reads: BTreeSet<u32> = self.reads.iter().collect();
        other.reads.iter().all(|read| reads.contains(&read)) && texts(self).is_superset(&texts(other))
    }

    /// What linking found wrong with the page.
    pub(crate) fn link_problems(&self) -> &[LinkProblem] {
        self.problems.as_ref().map_or(&[], |problems| &problems.linking)
    }

    /// What the page says of the content of its assets.
    pub(crate) fn claims(&self) -> &[Claim] {
        self.problems.as_ref().map_or(&[], |problems| &problems.claims)
    }
}

impl PatchRecord {
    /// The patch of this record.
    pub(crate) fn restore(self, texts: &Texts) -> Patch {
        let start = self.start as usize;
        Patch { range: start..start + self.len as usize, original: texts.text(self.original).to_owned() }
    }
}

impl PageRecords {
    /// The records of patches; `None` where they do not rise, or reach behind the 4 GiB that records know. A page without a record is made in every build.
    pub(crate) fn record_patches(&mut self, patches: &[Patch]) -> Option<Patches> {
        let mut record = |Patch { range, original }: &Patch| {
            let (start, end) = (u32::try_from(range.start).ok()?, u32::try_from(range.end).ok()?);
            Some(PatchRecord { start, len: end.checked_sub(start)?, original: self.texts.number(original) })
        };
        let records: Option<Vec<PatchRecord>> = patches.iter().map(&mut record).collect();
        Patches::of(records?)
    }

    /// Forgets texts that no page has any more.
    pub(crate) fn drop_unused_texts(&mut self) {
        let mut used = vec![false; self.texts.len()];
        for page in self.pages.values() {
            let originals = page.patches.iter().map(|patch| patch.original);
            originals.chain(page.unloaded.iter().copied()).for_each(|number| used[number as usize] = true);
        }
        if used.iter().all(|used| *used) {
            return;
        }
        let numbers = numbers_among_used(&used);
        for page in self.pages.values_mut() {
            page.patches = page.patches.with_originals(|number| numbers[number as usize]);
            page.unloaded.iter_mut().for_each(|number| *number = numbers[*number as usize]);
        }
        let mut texts = std::mem::take(&mut self.texts).into_values();
        keep_used(&mut texts, &used);
        self.texts = Texts::from_stored(texts);
    }
}

/// The records of pages by name, in the order of the names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pages(Vec<(Arc<str>, PageRecord)>);

impl Pages {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.0 = Vec::new();
    }

    /// The record of a page. Logarithmic.
    pub(crate) fn get(&self, name: &str) -> Option<&PageRecord> {
        self.position(name).map(|at| &self.0[at].1)
    }

    /// The records of many pages. Linear where their names come in order, with few leaps.
    pub(crate) fn get_all<'a>(&self, names: impl Iterator<Item = &'a str>) -> Vec<Option<&PageRecord>> {
        let mut next = 0;
        let record = |name: &str| {
            let at = match self.0.get(next) {
                Some((known, _)) if **known == *name => next,
                _ => self.position(name)?,
            };
            next = at + 1;
            Some(&self.0[at].1)
        };
        names.map(record).collect()
    }

    #[cfg(test)]
    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut PageRecord> {
        self.position(name).map(|at| &mut self.0[at].1)
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.0.binary_search_by(|(known, _)| (**known).cmp(name)).ok()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &PageRecord)> + Clone {
        self.0.iter().map(|(name, record)| (&**name, record))
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &PageRecord> {
        self.0.iter().map(|(_, record)| record)
    }

    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut PageRecord> {
        self.0.iter_mut().map(|(_, record)| record)
    }
}

impl FromIterator<(Arc<str>, PageRecord)> for Pages {
    fn from_iter<I: IntoIterator<Item = (Arc<str>, PageRecord)>>(pages: I) -> Self {
        let mut pages: Vec<_> = pages.into_iter().collect();
        // They mostly come in order, and sorting notices that.
        pages.sort_by(|a, b| a.0.cmp(&b.0));
        pages.dedup_by(|a, b| a.0 == b.0);
        Self(pages)
    }
}

/// So few records are compared with those before.
const FEW: usize = 64;

/// The records of a build in the making: each page's is either that of earlier builds, or made anew.
#[derive(Debug)]
pub(crate) struct PagesInWork {
    previous: Pages,
    /// By the place of a previous record: whether it is taken over.
    kept: Vec<bool>,
    new: Vec<(Arc<str>, PageRecord)>,
}

impl PagesInWork {
    /// None of the pages of earlier builds is taken over yet. About `new` are going to be made.
    pub(crate) fn new(previous: Pages, new: usize) -> Self {
        Self { kept: vec![false; previous.len()], previous, new: Vec::with_capacity(new) }
    }

    /// The record of earlier builds.
    pub(crate) fn previous(&self, name: &str) -> Option<&PageRecord> {
        self.previous.get(name)
    }

    /// Takes over the record of earlier builds, if there is one.
    pub(crate) fn keep(&mut self, name: &str) -> Option<&PageRecord> {
        let at = self.previous.position(name)?;
        self.kept[at] = true;
        Some(&self.previous.0[at].1)
    }

    /// Notes a record that was made anew.
    pub(crate) fn add(&mut self, name: Arc<str>, record: PageRecord) {
        self.new.push((name, record));
    }

    /// How many records were made anew.
    pub(crate) fn made(&self) -> usize {
        self.new.len()
    }

    /// Whether the records of earlier builds may have anything that those of this one have not: a read, or a text. Where many are made
    /// anew, that is not looked into.
    pub(crate) fn may_lack_something(&self) -> bool {
        if self.previous.is_empty() || self.new.len() > FEW {
            return !self.previous.is_empty();
        }
        let mut new: Vec<&(Arc<str>, PageRecord)> = self.new.iter().collect();
        new.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let replaced = self.previous.0.iter().zip(&self.kept).filter(|(_, kept)| !**kept);
        let successor = |name: &str| new.binary_search_by(|(known, _)| (**known).cmp(name)).ok().map(|at| &new[at].1);
        replaced.into_iter().any(|((name, record), _)| !successor(name).is_some_and(|new| new.has_all_of(record)))
    }

    /// The records of this build.
    pub(crate) fn finish(self) -> Pages {
        let Self { previous: Pages(mut pages), kept, new } = self;
        keep_used(&mut pages, &kept);
        if pages.is_empty() {
            return new.into_iter().collect();
        }
        pages.extend(new);
        pages.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_no_longer_has_may_be_unused() {
        let with = |reads: &[u32], texts: &[u32]| PageRecord {
            reads: Rising::of(reads.iter().copied()),
            unloaded: texts.into(),
            ..record(1)
        };
        let previous: Pages = [("a".into(), with(&[1, 2], &[1])), ("b".into(), record(1))].into_iter().collect();
        let lacks = |kept: &[&str], new: &[(&str, PageRecord)]| {
            let mut pages = PagesInWork::new(previous.clone(), 2);
            kept.iter().for_each(|name| assert!(pages.keep(name).is_some()));
            new.iter().for_each(|(name, record)| pages.add((*name).into(), record.clone()));
            pages.may_lack_something()
        };
        assert!(!lacks(&["a", "b"], &[]) && !lacks(&["b"], &[("a", with(&[1, 2, 3], &[1, 7]))]));
        assert!(lacks(&["a"], &[]) && lacks(&["b"], &[("c", with(&[1, 2], &[1]))]));
        assert!(lacks(&["b"], &[("a", with(&[2, 3], &[1]))]) && lacks(&["b"], &[("a", with(&[1, 2], &[2]))]));
        let patch = PatchRecord { start: 1, len: 2, original: 1 };
        let patched = PageRecord { patches: Patches::of([patch]).unwrap(), ..with(&[1, 2], &[]) };
        assert!(!lacks(&["b"], &[("a", patched)]));
    }

    fn record(html: u8) -> PageRecord {
        PageRecord {
            output: "".into(),
            source: None,
            html: HalfDigest::from_bytes([html; 16]),
            reads: Rising::default(),
            patches: Patches::default(),
            unloaded: [].into(),
            problems: None,
        }
    }

    /// A site has a hundred thousand of them.
    #[test]
    fn a_record_takes_little_room() {
        assert!(size_of::<PageRecord>() <= 112, "{} bytes", size_of::<PageRecord>());
    }

    fn shown(pages: &Pages) -> Vec<(&str, u8)> {
        pages.iter().map(|(name, record)| (name, record.html.as_bytes()[0])).collect()
    }

    #[test]
    fn a_build_has_the_pages_that_were_kept_and_those_made_anew() {
        let previous: Pages =
            [("c", 3), ("a", 1), ("b", 2)].map(|(name, html)| (name.into(), record(html))).into_iter().collect();
        assert_eq!(shown(&previous), [("a", 1), ("b", 2), ("c", 3)]);
        let names = ["b", "c", "a", "", "b", "d", "a"];
        assert_eq!(previous.get_all(names.into_iter()), names.map(|name| previous.get(name)));
        let mut pages = PagesInWork::new(previous.clone(), 2);
        assert!(pages.keep("c").is_some() && pages.keep("x").is_none());
        pages.add("b".into(), record(9));
        pages.add("0".into(), record(8));
        assert_eq!(pages.previous("b"), Some(&record(2)));
        assert_eq!(shown(&pages.finish()), [("0", 8), ("b", 9), ("c", 3)]);
        let mut none_kept = PagesInWork::new(previous, 1);
        none_kept.add("b".into(), record(9));
        assert_eq!(shown(&none_kept.finish()), [("b", 9)]);
    }

    #[test]
    fn texts_that_no_page_has_are_forgotten() {
        let mut records = PageRecords::default();
        let numbers = ["a", "b", "c", "d"].map(|text| records.texts.number(text));
        let patch = PatchRecord { start: 1, len: 2, original: numbers[1] };
        let page = PageRecord { patches: Patches::of([patch]).unwrap(), unloaded: [numbers[3]].into(), ..record(1) };
        records.pages = [("p".into(), page)].into_iter().collect();
        records.drop_unused_texts();
        assert_eq!(&*records.texts, ["b", "d"].map(Box::<str>::from));
        let page = records.pages.get("p").unwrap();
        assert!(page.patches.iter().eq([PatchRecord { original: 0, ..patch }]));
        assert_eq!(*page.unloaded, [1]);
    }
}
