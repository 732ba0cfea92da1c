//! The five cases that the original's plan for this phase names, and what a failing worker does.

use super::*;
use proptest::prelude::*;
use std::sync::Mutex;

fn html(number: usize) -> String {
    format!(
        "<img src=\"/img/{}.png\"><link rel=stylesheet href=/assets/css/style.css><script src=/a.js></script>",
        number % 7
    )
}

fn track(pages: &[(String, String, String)]) -> (AssetDependencyMap, bool, usize) {
    let map = AssetDependencyMap::new();
    let pages: Vec<FinishedPage<'_>> = pages.iter().map(|(name, url, html)| FinishedPage { name, url, html }).collect();
    let tracking = track_assets(&pages, &Resolver::default(), &map, true);
    assert_eq!(tracking.references.len(), pages.len());
    (map, tracking.parallel, tracking.tracked)
}

fn site(pages: usize) -> Vec<(String, String, String)> {
    (0..pages).map(|n| (format!("content/{n}.md"), format!("/{n}/"), html(n))).collect()
}

#[test]
fn parallel_equals_sequential() {
    let pages = site(100);
    let (parallel, ..) = track(&pages);
    let sequential = AssetDependencyMap::new();
    for chunk in pages.chunks(PARALLEL_FROM - 1) {
        let chunk: Vec<_> = chunk.iter().map(|(name, url, html)| FinishedPage { name, url, html }).collect();
        assert!(!track_assets(&chunk, &Resolver::default(), &sequential, true).parallel);
    }
    assert_eq!(parallel.entries(), sequential.entries());
    assert_eq!(parallel.digest(), sequential.digest());
    assert_eq!(parallel.assets_of("content/3.md").unwrap().len(), 3);
}

/// The threads of the pool on which the extraction ran; `None` is the caller's own.
fn threads(pages: usize) -> Vec<Option<usize>> {
    let seen = Mutex::new(Vec::new());
    let pages = site(pages);
    let pages: Vec<_> = pages.iter().map(|(name, url, html)| FinishedPage { name, url, html }).collect();
    let tracking = track_with(&pages, &Resolver::default(), &AssetDependencyMap::new(), |html| {
        seen.lock().unwrap().push(rayon::current_thread_index());
        Extractor::new().extract(html)
    });
    assert_eq!(tracking.parallel, pages.len() >= PARALLEL_FROM);
    seen.into_inner().unwrap()
}

#[test]
fn under_the_threshold_sequential() {
    assert_eq!(threads(PARALLEL_FROM - 1), vec![None; PARALLEL_FROM - 1]);
}

#[test]
fn at_the_threshold_parallel() {
    let threads = threads(PARALLEL_FROM);
    assert_eq!(threads.len(), PARALLEL_FROM);
    assert!(threads.iter().all(Option::is_some), "all run in the pool: {threads:?}");
}

#[test]
fn empty_html_is_skipped() {
    let mut pages = site(6);
    pages[2].2 = " \n".into();
    let (map, _, tracked) = track(&pages);
    assert_eq!(tracked, 5);
    assert!(!map.contains("content/2.md"));
}

#[test]
fn no_assets_is_fine() {
    let mut pages = site(2);
    pages[1].2 = "<p>Just text.".into();
    let (map, _, tracked) = track(&pages);
    assert_eq!(tracked, 2);
    assert_eq!(map.assets_of("content/1.md"), Some(Vec::new()));
}

#[test]
fn a_failing_worker_is_a_diagnostic() {
    let pages = site(8);
    let pages: Vec<_> = pages.iter().map(|(name, url, html)| FinishedPage { name, url, html }).collect();
    let map = AssetDependencyMap::new();
    let tracking = track_with(&pages, &Resolver::default(), &map, |html| {
        assert!(!html.contains("/img/3.png"), "a defect, for this test");
        Extractor::new().extract(html)
    });
    assert_eq!(tracking.tracked, 7);
    assert_eq!(tracking.references.len(), 8);
    assert_eq!(tracking.diagnostics.len(), 1);
    assert!(tracking.diagnostics[0].message.contains("content/3.md"));
}

#[test]
fn links_to_files_are_assets_and_the_second_run_changes_nothing() {
    let mut pages = site(5);
    pages[0].2 = "<a href=/b.pdf>x</a><a href=/b/><a href=c.html><a href=https://cdn.example/d.pdf><a href=#e>\
        <img src=/i.png><script type=application/ld+json>{\"image\": \"/j.png\"}</script>"
        .into();
    let (map, ..) = track(&pages);
    assert_eq!(
        map.assets_of("content/0.md").unwrap().iter().map(|asset| &**asset).collect::<Vec<_>>(),
        ["b.pdf", "i.png", "j.png"]
    );
    let pages: Vec<_> = pages.iter().map(|(name, url, html)| FinishedPage { name, url, html }).collect();
    assert_eq!(track_assets(&pages, &Resolver::default(), &map, true).changed, 0);
}

proptest! {
    #[test]
    fn the_cut_into_batches_does_not_count(html in proptest::collection::vec("(<img src=[a-c]\\.png>|<p>|[a-z]| ){0,4}", 0..24), cut in 1usize..24) {
        let pages: Vec<_> = html.iter().enumerate().map(|(n, html)| (format!("p{n}"), format!("/{n}/"), html)).collect();
        let pages: Vec<_> = pages.iter().map(|(name, url, html)| FinishedPage { name, url, html }).collect();
        let (whole, cuts) = (AssetDependencyMap::new(), AssetDependencyMap::new());
        track_assets(&pages, &Resolver::default(), &whole, true);
        for chunk in pages.chunks(cut) {
            track_assets(chunk, &Resolver::default(), &cuts, true);
        }
        prop_assert_eq!(whole.entries(), cuts.entries());
    }
}
