//! The phases as users see them: numbers, names, times.

use serde::Serialize;
use std::time::{Duration, Instant};

/// A phase of the build. Numbers and names are the original's; `16b` and the writing are this tool's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// 1: the fonts that the configuration names.
    Fonts,
    /// 1.5: all templates compile.
    ValidateTemplates,
    /// 2: configuration, content, data and assets are found and read.
    Discovery,
    /// 3: what earlier builds left is loaded.
    CacheMetadata,
    /// 4: whether the configuration has changed since.
    ConfigCheck,
    /// 5: which pages need work.
    IncrementalFilter,
    /// 6: every section has a page, and an order.
    Sections,
    /// 7: terms of every taxonomy.
    Taxonomies,
    /// 8: pages of every term.
    TaxonomyIndex,
    /// 9: menus.
    Menus,
    /// 10: related pages.
    RelatedPosts,
    /// 11: look-ups by path, URL, slug and id.
    QueryIndexes,
    /// 12: the final list of pages, and collisions of their URLs.
    PageList,
    /// 13: assets are published.
    Assets,
    /// 14: pages are rendered.
    Render,
    /// 15: what rendering found out goes back into the list of pages.
    UpdatePages,
    /// 16: the assets of every page.
    TrackAssets,
    /// 16b: references get their final URLs.
    Link,
    /// 17: sitemap, feed, robots, redirects; stale files go.
    Postprocess,
    /// 18: records for the next build.
    CacheSave,
    /// 19: figures.
    Stats,
    /// 20: checks of the finished site.
    Health,
    /// 21: locks are released, the report is complete.
    Finalize,
}

impl Phase {
    /// All phases in the order of the build.
    pub const ALL: [Self; 23] = [
        Self::Fonts,
        Self::ValidateTemplates,
        Self::Discovery,
        Self::CacheMetadata,
        Self::ConfigCheck,
        Self::IncrementalFilter,
        Self::Sections,
        Self::Taxonomies,
        Self::TaxonomyIndex,
        Self::Menus,
        Self::RelatedPosts,
        Self::QueryIndexes,
        Self::PageList,
        Self::Assets,
        Self::Render,
        Self::UpdatePages,
        Self::TrackAssets,
        Self::Link,
        Self::Postprocess,
        Self::CacheSave,
        Self::Stats,
        Self::Health,
        Self::Finalize,
    ];

    /// Its number, such as `16` or `1.5`.
    pub const fn number(self) -> &'static str {
        self.label().0
    }

    /// Its name, such as `Track assets`.
    pub const fn name(self) -> &'static str {
        self.label().1
    }

    const fn label(self) -> (&'static str, &'static str) {
        match self {
            Self::Fonts => ("1", "Fonts"),
            Self::ValidateTemplates => ("1.5", "Template validation"),
            Self::Discovery => ("2", "Discovery"),
            Self::CacheMetadata => ("3", "Cache metadata"),
            Self::ConfigCheck => ("4", "Config check"),
            Self::IncrementalFilter => ("5", "Incremental filter"),
            Self::Sections => ("6", "Sections"),
            Self::Taxonomies => ("7", "Taxonomies"),
            Self::TaxonomyIndex => ("8", "Taxonomy index"),
            Self::Menus => ("9", "Menus"),
            Self::RelatedPosts => ("10", "Related posts"),
            Self::QueryIndexes => ("11", "Query indexes"),
            Self::PageList => ("12", "Page list update"),
            Self::Assets => ("13", "Assets"),
            Self::Render => ("14", "Render"),
            Self::UpdatePages => ("15", "Update site pages"),
            Self::TrackAssets => ("16", "Track assets"),
            Self::Link => ("16b", "Link and write"),
            Self::Postprocess => ("17", "Post-process"),
            Self::CacheSave => ("18", "Cache save"),
            Self::Stats => ("19", "Stats"),
            Self::Health => ("20", "Health"),
            Self::Finalize => ("21", "Finalize"),
        }
    }
}

/// What became of a phase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase", tag = "state", content = "detail")]
pub enum Outcome {
    /// It did its work; what it did, in a few words.
    Done(String),
    /// There was nothing for it to do, and why.
    Skipped(String),
}

/// A finished phase with its time.
#[derive(Clone, Debug)]
pub struct PhaseRecord {
    /// Which.
    pub phase: Phase,
    /// When it began, from the start of the build.
    pub start: Duration,
    /// How long it took; for phases that run in batches the sum over the batches.
    pub elapsed: Duration,
    /// What became of it.
    pub outcome: Outcome,
}

impl Serialize for PhaseRecord {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Row<'a> {
            number: &'static str,
            name: &'static str,
            start_ms: f64,
            ms: f64,
            #[serde(flatten)]
            outcome: &'a Outcome,
        }
        Row {
            number: self.phase.number(),
            name: self.phase.name(),
            start_ms: milliseconds(self.start),
            ms: milliseconds(self.elapsed),
            outcome: &self.outcome,
        }
        .serialize(serializer)
    }
}

/// Milliseconds with microsecond precision.
pub(crate) fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

/// Follows a build while it runs. All methods may be called from any thread.
pub trait Observer: Sync {
    /// A phase begins.
    fn phase_started(&self, _phase: Phase) {}
    /// A phase is over.
    fn phase_finished(&self, _record: &PhaseRecord) {}
    /// So many of so many pages are written.
    fn pages_done(&self, _done: usize, _total: usize) {}
    /// Another build holds the lock, and this one waits for it.
    fn waiting_for_lock(&self) {}
}

/// Follows nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Observer for Silent {}

/// Times phases and tells the observer.
pub(crate) struct Timeline<'a> {
    observer: &'a dyn Observer,
    began: Instant,
    records: Vec<PhaseRecord>,
}

impl<'a> Timeline<'a> {
    pub(crate) fn new(observer: &'a dyn Observer) -> Self {
        Self { observer, began: Instant::now(), records: Vec::with_capacity(Phase::ALL.len()) }
    }

    /// Runs a phase. `work` says what it did.
    pub(crate) fn run<T>(&mut self, phase: Phase, work: impl FnOnce() -> (T, Outcome)) -> T {
        self.observer.phase_started(phase);
        let start = self.began.elapsed();
        let (result, outcome) = work();
        self.push(PhaseRecord { phase, start, elapsed: self.began.elapsed().saturating_sub(start), outcome });
        result
    }

    /// Notes a phase that ran in parts: when the first part began, and the sum of their times.
    pub(crate) fn push(&mut self, record: PhaseRecord) {
        self.observer.phase_finished(&record);
        self.records.push(record);
    }

    /// When the build began.
    pub(crate) fn began(&self) -> Instant {
        self.began
    }

    /// Who follows the build.
    pub(crate) fn observer(&self) -> &'a dyn Observer {
        self.observer
    }

    pub(crate) fn into_records(self) -> Vec<PhaseRecord> {
        self.records
    }
}

/// The time of a phase that runs in batches.
#[derive(Debug, Default)]
pub(crate) struct Stopwatch {
    first: Option<Duration>,
    total: Duration,
}

impl Stopwatch {
    /// Runs one part of the phase.
    pub(crate) fn time<T>(&mut self, since: Instant, work: impl FnOnce() -> T) -> T {
        let start = since.elapsed();
        self.first.get_or_insert(start);
        let result = work();
        self.total += since.elapsed().saturating_sub(start);
        result
    }

    pub(crate) fn record(self, phase: Phase, outcome: Outcome) -> PhaseRecord {
        PhaseRecord { phase, start: self.first.unwrap_or_default(), elapsed: self.total, outcome }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_in_order_and_names_differ() {
        let key = |phase: &Phase| {
            let number = phase.number();
            let digits: String = number.chars().filter(|c| !c.is_ascii_alphabetic()).collect();
            (digits.parse::<f64>().unwrap() * 10.0) as u32 + u32::from(digits.len() < number.len())
        };
        let keys: Vec<u32> = Phase::ALL.iter().map(key).collect();
        assert!(keys.is_sorted(), "{keys:?}");
        let mut names: Vec<_> = Phase::ALL.iter().map(|phase| phase.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Phase::ALL.len());
    }
}
