//! The link step on generated pages, next to what it cannot do without: extraction, and copying the bytes.

use crate::filler::{Random, SENTENCE, push_block};
use bengal_assets::{
    AssetInput, AssetSettings, AssetSource, LinkContext, LinkTable, Linked, Prepared, Resolver, link_page, prepare,
};
use bengal_core::Config;
use bengal_core::fs::{MemoryFileSystem, SiteFiles};
use bengal_html::{Extractor, Reference};
use cpu_time::ThreadTime;
use rayon::{ThreadPoolBuildError, ThreadPoolBuilder};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::hint::black_box;
use std::io;
use std::sync::Arc;
use std::time::Duration;

/// References on each page; all lead to files whose names have fingerprints, so all are replaced.
pub const REFERENCES: usize = 30;

/// Pictures that pages choose from.
const PICTURES: usize = 2000;

/// What every page refers to.
const EVERYWHERE: [&str; 4] =
    ["assets/css/style.css", "assets/favicon.svg", "assets/fonts/text.woff2", "assets/js/main.js"];

/// Sheets as people write them: those of the default theme.
const SHEETS: [&str; 3] = [
    include_str!("../../crates/bengal-render/theme/assets/css/style.css"),
    include_str!("../../crates/bengal-render/theme/assets/css/content.css"),
    include_str!("../../crates/bengal-render/theme/assets/css/code.css"),
];

/// Generated pages with the assets that they use.
#[derive(Debug)]
pub struct Site {
    /// URL and HTML.
    pages: Vec<(String, String)>,
    table: Arc<LinkTable>,
    resolver: Resolver,
}

impl Site {
    /// The same site for the same number of pages, anywhere.
    ///
    /// # Errors
    /// None that memory knows.
    pub fn generate(pages: usize) -> io::Result<Self> {
        let mut inputs: Vec<AssetInput> = EVERYWHERE.iter().map(|path| input((*path).to_owned(), path)).collect();
        for number in 0..PICTURES {
            let path = picture(number as u64);
            inputs.push(AssetInput { source: content(path.clone()), logical: path, verbatim: false });
        }
        let prepared = prepared(inputs, &Config::default())?;
        Ok(Self { pages: (0..pages).map(page).collect(), table: prepared.table, resolver: Resolver::default() })
    }

    /// Bytes of HTML.
    pub fn bytes(&self) -> usize {
        self.pages.iter().map(|(_, html)| html.len()).sum()
    }

    fn extract(&self) -> Vec<Vec<Reference<'_>>> {
        let extractor = Extractor::new().with_anchors(true).with_base(true);
        self.pages.iter().map(|(_, html)| extractor.extract(html)).collect()
    }

    /// Links the pages, and drops each as a build does when it is written.
    fn link<'s>(&'s self, references: &[Vec<Reference<'s>>], mut each: impl FnMut(&Linked<'s>)) {
        let context = LinkContext {
            resolver: &self.resolver,
            table: &self.table,
            base_path: "",
            integrity: false,
            exists: &|_| false,
        };
        for ((url, html), references) in self.pages.iter().zip(references) {
            each(&link_page(html, url, references, &context));
        }
    }
}

fn content(text: String) -> AssetSource {
    AssetSource::Embedded(Cow::Owned(text.into_bytes()))
}

fn input(logical: String, text: &str) -> AssetInput {
    AssetInput { logical, source: content(text.to_owned()), verbatim: false }
}

fn prepared(inputs: Vec<AssetInput>, config: &Config) -> io::Result<Prepared> {
    let fs = MemoryFileSystem::new();
    fs.write("/site/index.md", "");
    let files = SiteFiles::new(Arc::new(fs), "/site".into())?;
    let (resolver, exists) = (Resolver::default(), |_: &str| false);
    let settings = AssetSettings { options: &config.assets, base_path: "", resolver: &resolver, exists: &exists };
    Ok(prepare(inputs, &files, &settings))
}

fn picture(number: u64) -> String {
    format!("assets/img/{}/figure-{number}.png", number % 16)
}

/// A page of 15 to 40 KB whose references are spread over headings, paragraphs, code and tables.
fn page(number: usize) -> (String, String) {
    let mut random = Random::for_page(number);
    let section = number % 97;
    let mut html = format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Page {number}</title>\n\
         <link rel=stylesheet href=/assets/css/style.css><link rel=icon href=/assets/favicon.svg>\n\
         <link rel=preload as=font href=/assets/fonts/text.woff2 crossorigin>\n\
         <script src=/assets/js/main.js defer></script></head><body class=\"page section-{section}\">\n"
    );
    let every = (15_000 + random.below(25_000) as usize) / REFERENCES;
    let mut references = EVERYWHERE.len();
    let mut next = html.len() + every;
    while references < REFERENCES {
        push_block(&mut html, &mut random);
        if html.len() < next {
            continue;
        }
        next += every;
        references += 1;
        let path = picture(random.below(PICTURES as u64));
        // Writing to a string does not fail.
        _ = match random.below(5) {
            0 => writeln!(html, "<img src=\"/{path}\" alt=\"\" loading=lazy width=640 height=480>"),
            1 => writeln!(html, "<img src='../../{path}' alt=''>"),
            2 => writeln!(html, "<div style=\"background: url(/{path}) no-repeat\">{SENTENCE}</div>"),
            3 => writeln!(html, "<img srcset=\"/{path} 2x\" alt>"),
            _ => writeln!(html, "<video poster=/{path}></video>"),
        };
    }
    html.push_str("</body></html>\n");
    (format!("/s{section}/{number}/"), html)
}

/// CPU times of one thread.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// Copying every page.
    pub copying: Duration,
    /// Finding the references of every page.
    pub extraction: Duration,
    /// Linking every page, whose references are known.
    pub linking: Duration,
}

/// What linking changes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Changes {
    /// URLs.
    pub urls: usize,
    /// Bytes of the linked pages.
    pub bytes: usize,
}

/// Copies, extracts and links in turns, and gives the median of each.
///
/// # Panics
/// When a reference is not replaced: then there is nothing to measure.
pub fn measure(site: &Site, rounds: usize) -> (Times, Changes) {
    let mut changes = Changes::default();
    site.link(&site.extract(), |linked| {
        changes.urls += linked.patches.len();
        changes.bytes += linked.html.len();
    });
    assert_eq!(changes.urls, site.pages.len() * REFERENCES, "every reference is replaced");
    let (mut copying, mut extraction, mut linking) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let start = ThreadTime::now();
        site.pages.iter().for_each(|(_, html)| drop(black_box(html.clone())));
        copying.push(start.elapsed());
        let start = ThreadTime::now();
        let references = site.extract();
        extraction.push(start.elapsed());
        let start = ThreadTime::now();
        site.link(&references, |linked| {
            black_box(linked);
        });
        linking.push(start.elapsed());
    }
    (Times { copying: median(copying), extraction: median(extraction), linking: median(linking) }, changes)
}

/// Style sheets on one thread.
#[derive(Clone, Copy, Debug)]
pub struct SheetTimes {
    /// Bytes of all sheets.
    pub bytes: usize,
    /// Minified, linked and digested.
    pub minified: Duration,
    /// Linked and digested.
    pub plain: Duration,
}

/// Prepares `copies` of each sheet of the default theme with and without minifying, in turns, and gives the median of each. Every
/// sheet refers to a picture, whose name it gets.
///
/// # Errors
/// When the one thread cannot be started.
pub fn measure_sheets(copies: usize, rounds: usize) -> Result<SheetTimes, ThreadPoolBuildError> {
    let pool = ThreadPoolBuilder::new().num_threads(1).build()?;
    let texts: Vec<String> =
        SHEETS.iter().map(|sheet| format!("{sheet}\nmain {{ background: url(../../img/0/figure-0.png) }}\n")).collect();
    let time = |minify: bool| {
        let mut inputs = vec![input(picture(0), "picture")];
        for copy in 0..copies {
            let sheet = |(number, text): (usize, &String)| input(format!("assets/css/{copy}/{number}.css"), text);
            inputs.extend(texts.iter().enumerate().map(sheet));
        }
        let mut config = Config::default();
        config.assets.minify = minify;
        pool.install(move || {
            let start = ThreadTime::now();
            drop(black_box(prepared(inputs, &config)));
            start.elapsed()
        })
    };
    let (mut minified, mut plain) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        minified.push(time(true));
        plain.push(time(false));
    }
    let bytes = copies * texts.iter().map(String::len).sum::<usize>();
    Ok(SheetTimes { bytes, minified: median(minified), plain: median(plain) })
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
