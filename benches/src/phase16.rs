//! Phase 16 of a build on generated pages: what threads gain.

use crate::filler::{Random, SENTENCE, push_block};
use bengal_assets::Resolver;
use bengal_cache::AssetDependencyMap;
use bengal_orchestration::phases::p16_track_assets::{FinishedPage, track_assets};
use cpu_time::{ProcessTime, ThreadTime};
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};
use std::fmt::Write as _;
use std::time::Duration;

/// Generated pages: 15 to 40 KB each, with some thirty references among headings, paragraphs, code and tables.
#[derive(Debug)]
pub struct Pages {
    /// Name, URL and HTML of each.
    pages: Vec<(String, String, String)>,
}

impl Pages {
    /// The same pages for the same number, anywhere.
    pub fn generate(count: usize) -> Self {
        Self { pages: (0..count).map(page).collect() }
    }

    /// Bytes of HTML.
    pub fn bytes(&self) -> usize {
        self.pages.iter().map(|(.., html)| html.len()).sum()
    }

    /// The map that phase 16 makes of them, and how many references it saw.
    pub fn track(&self) -> (AssetDependencyMap, usize) {
        let pages: Vec<FinishedPage<'_>> =
            self.pages.iter().map(|(name, url, html)| FinishedPage { name, url, html }).collect();
        let map = AssetDependencyMap::new();
        let tracking = track_assets(&pages, &Resolver::default(), &map, false);
        (map, tracking.references.iter().map(Vec::len).sum())
    }
}

fn page(number: usize) -> (String, String, String) {
    let mut random = Random::for_page(number);
    let section = number % 97;
    let mut html = format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Page {number}</title>\n\
         <link rel=stylesheet href=/assets/css/style.css><link rel=icon href=/favicon.svg>\n\
         <link rel=preload as=font href=/assets/fonts/text.woff2 crossorigin><script src=/assets/js/main.js defer></script>\n\
         <meta property=og:image content=/og/{number}.png></head><body class=\"page section-{section}\">\n"
    );
    let target = 15_000 + random.below(25_000) as usize;
    let every = target / 25;
    let mut next = html.len() + every;
    while html.len() < target {
        push_block(&mut html, &mut random);
        if html.len() < next {
            continue;
        }
        next += every;
        let image = random.below(2000);
        // Writing to a string does not fail.
        _ = match random.below(5) {
            0 => writeln!(html, "<img src=\"figure-{image}.png\" alt=\"\" loading=lazy width=640 height=480>"),
            1 => writeln!(html, "<img srcset=\"/i/{image}.avif 1x, /i/{image}@2x.avif 2x\" src='/i/{image}.png'>"),
            2 => writeln!(html, "<div style=\"background: url(/img/{image}.webp) no-repeat\">{SENTENCE}</div>"),
            3 => writeln!(html, "<svg viewBox=\"0 0 9 9\"><use href=\"/icons.svg#i{image}\"/></svg>"),
            _ => writeln!(
                html,
                "<video poster=../posters/{image}.jpg src=https://media.example.org/{image}.mp4></video>"
            ),
        };
    }
    html.push_str("</body></html>\n");
    (format!("content/s{section}/{number}.md"), format!("/s{section}/{number}/"), html)
}

/// What was measured, in CPU time: other work on the machine does not count.
#[derive(Clone, Copy, Debug)]
pub struct Scaling {
    /// On one thread.
    pub one: Duration,
    /// On all threads together.
    pub all: Duration,
    /// Of that, by the caller alone, while no other thread has anything to do.
    pub alone: Duration,
    /// Threads.
    pub threads: usize,
}

impl Scaling {
    /// How many times as fast the phase is with its threads, on a machine that has a core for each of them.
    pub fn speed_up(&self) -> f64 {
        let alone = self.alone.as_secs_f64();
        let together = self.all.as_secs_f64() - alone;
        self.one.as_secs_f64() / (alone + together / self.threads as f64)
    }
}

/// Runs the phase on one thread and on `threads`, in turns, and gives the median of each.
///
/// # Errors
/// When threads cannot be started.
///
/// # Panics
/// When the maps differ: then there is nothing to measure.
pub fn measure(pages: &Pages, threads: usize, rounds: usize) -> Result<Scaling, ThreadPoolBuildError> {
    // The phase runs in the pool of its caller, and a caller outside of any pool waits for the global one.
    ThreadPoolBuilder::new().num_threads(threads).build_global()?;
    let single: ThreadPool = ThreadPoolBuilder::new().num_threads(1).build()?;
    let expected = pages.track().0.digest();
    let (mut one, mut all, mut alone) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let start = ProcessTime::now();
        let (map, _) = single.install(|| pages.track());
        one.push(start.elapsed());
        assert_eq!(map.digest(), expected, "one thread and several make the same map");
        let (start, start_alone) = (ProcessTime::now(), ThreadTime::now());
        let (map, _) = pages.track();
        alone.push(start_alone.elapsed());
        all.push(start.elapsed());
        assert_eq!(map.digest(), expected, "every run makes the same map");
    }
    Ok(Scaling { one: median(one), all: median(all), alone: median(alone), threads })
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
