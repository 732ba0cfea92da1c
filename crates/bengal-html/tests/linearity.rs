//! Pages of hostile shapes cost time and memory in proportion to their length.

use std::fmt::Write as _;
use std::time::Duration;

use bengal_html::{Extractor, css, extract_bytes, srcset};
use cpu_time::ThreadTime;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const MEGABYTE: usize = 1 << 20;

/// A page of about this many bytes.
type Shape = (&'static str, fn(usize) -> String);

fn repeat(prefix: &str, unit: &str, bytes: usize) -> String {
    prefix.to_owned() + &unit.repeat(bytes / unit.len())
}

fn numbered(prefix: &str, bytes: usize, mut unit: impl FnMut(&mut String, usize)) -> String {
    let mut page = prefix.to_owned();
    let mut number = 0;
    while page.len() < bytes {
        unit(&mut page, number);
        number += 1;
    }
    page
}

/// Puts the page out of the scanner's reach, so that tree construction reads it.
const TREE: &str = "<svg><p></svg>";

const SHAPES: &[Shape] = &[
    ("nested div", |n| repeat("", "<div>", n)),
    ("nested div, tree", |n| repeat(TREE, "<div>", n)),
    ("nested svg", |n| repeat("", "<svg>", n)),
    ("nested g", |n| repeat("<svg>", "<g>", n)),
    ("nested b, tree", |n| repeat(TREE, "<b>", n)),
    ("nested table, tree", |n| repeat(TREE, "<table><td>", n)),
    ("nested template, tree", |n| repeat(TREE, "<template>", n)),
    ("nested select and options, tree", |n| repeat(TREE, "<select><option>", n)),
    ("formatting elements of their own, tree", |n| {
        numbered(TREE, n, |page, number| {
            let _infallible = write!(page, "<b x={number}>");
        })
    }),
    ("formatting elements to reconstruct, tree", |n| {
        let formatting = numbered(TREE, n / 2, |page, number| {
            let _infallible = write!(page, "<i x={number}>");
        });
        repeat(&formatting, "<p>x</p>", n / 2)
    }),
    ("formatting end tags, tree", |n| repeat(&repeat(TREE, "<i class=x><b>", 4096), "</a></u></s>", n)),
    ("misnested formatting, tree", |n| repeat(TREE, "<a><b><p></a></b>", n)),
    ("foster parents, tree", |n| repeat(&format!("{TREE}<table>"), "<b><a href=x>y", n)),
    ("one tag with many attributes", |n| {
        numbered("<p", n, |page, number| {
            let _infallible = write!(page, " a{number}=b");
        })
    }),
    ("one image with many attributes", |n| {
        numbered("<img", n, |page, number| {
            let _infallible = write!(page, " a{number}='b'");
        })
    }),
    ("one tag with many styles", |n| repeat("<b", " style='a:url(b)'", n) + ">"),
    ("one attribute", |n| repeat("<img src='", "a", n) + "'>"),
    ("one attribute of references", |n| repeat("<img src='", "&amp", n) + "'>"),
    ("one attribute of half references", |n| repeat("<img src='", "&notit", n) + "'>"),
    ("one attribute, unclosed", |n| repeat("<img src='", "<img src=", n)),
    ("one tag name", |n| repeat("<", "aB", n) + " style=a:url(b)>"),
    ("unclosed comment", |n| repeat("<!--", "-- >", n)),
    ("unclosed script", |n| repeat("<script>", "<!--<script>", n)),
    ("unclosed style", |n| repeat("<style>", "</styl", n)),
    ("style of braces", |n| repeat("<style>@font-face", "{", n)),
    ("style of parentheses", |n| repeat("<style>", "image-set(", n)),
    ("style of bad urls", |n| repeat("<style>", "url(a b", n)),
    ("style of escapes", |n| repeat("<style>", "\\75", n)),
    ("style of comments", |n| repeat("<style>@import ", "/**/", n)),
    ("style of open comments", |n| repeat("<style>", "/*", n)),
    ("svg style of sections, tree", |n| repeat("<svg><p></svg><svg><style>", "<![CDATA[x]]>", n)),
    ("svg style of angle brackets", |n| repeat("<svg><style>", "<", n)),
    ("svg style of bogus comments", |n| repeat("<svg><style>", "x<!>", n)),
    ("url of bogus comments", |n| repeat("<svg><style>@import 'a", "x<!>", n)),
    ("url of end tags, tree", |n| repeat(&format!("{TREE}<svg><style>@import 'a"), "x</>", n)),
    ("svg styles, tree", |n| repeat(&format!("{TREE}<svg>"), "<style/>", n)),
    ("svg styles with text, tree", |n| repeat(&format!("{TREE}<svg>"), "<style>x</style>", n)),
    ("one formatting tag of equal attributes, tree", |n| repeat(&format!("{TREE}<b"), " a", n) + ">"),
    ("one formatting tag of many attributes, tree", |n| {
        numbered(&format!("{TREE}<b"), n, |page, number| {
            let _infallible = write!(page, " {number:x}");
        }) + ">"
    }),
    ("references held for a frameset", |n| repeat("<p><source srcset='", "a, ", n) + "'>"),
    ("references held for a frameset, then none", |n| repeat("<p><source srcset='", "a, ", n) + "'><img>"),
    ("references within references, kept", |n| {
        let unit = "@import 'a<g style=x:url(q)>&amp;</g>b';";
        repeat("<iframe srcdoc=\"<svg><style>", unit, n) + "\">"
    }),
    ("references, tree, kept", |n| repeat(&format!("{TREE}<source srcset='"), "a, ", n) + "'>"),
    ("urls within urls", |n| {
        let nested = "@import 'a<foreignObject><svg><style>".repeat(64);
        repeat(&format!("<iframe srcdoc=\"<svg><style>{nested}@import 'a"), "x<!>&amp;", n) + "\">"
    }),
    ("angle brackets", |n| repeat("", "<", n)),
    ("bogus comments", |n| repeat("", "<!", n)),
    ("nul, tree", |n| repeat(TREE, "\0", n)),
    ("end tags, tree", |n| repeat(TREE, "</x>", n)),
    ("srcset of nothing", |n| repeat("<img srcset='", " ,(", n) + "'>"),
    ("documents in documents", |n| repeat("<iframe srcdoc='<iframe srcdoc=&quot;", "&amp;lt;", n) + "'>"),
];

/// Shapes with this in their names have references that tree construction must keep until the page ends.
const KEPT: &str = ", kept";

/// What one of those takes, at most.
const BYTES_A_REFERENCE: usize = 320;

/// Time and memory of one extraction that keeps nothing, and the references found.
fn cost(page: &str) -> (Duration, usize, usize) {
    let mut references = 0;
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let start = ThreadTime::now();
    Extractor::new().with_anchors(true).visit(page, |reference| {
        std::hint::black_box(reference);
        references += 1;
    });
    (start.elapsed(), MEMORY.peak_usage().saturating_sub(before), references)
}

/// One test: the peak of memory is that of the process.
#[test]
fn hostile_input_costs_in_proportion_to_its_length() {
    hostile_pages();
    hostile_texts();
}

fn hostile_pages() {
    for (name, shape) in SHAPES {
        let (small, large) = (shape(5 * MEGABYTE), shape(10 * MEGABYTE));
        let mut slowest_ratio = f64::INFINITY;
        for _ in 0..3 {
            let (short, ..) = cost(&small);
            let (long, memory, references) = cost(&large);
            let kept = if name.contains(KEPT) { references * BYTES_A_REFERENCE } else { 0 };
            assert!(memory <= 8 * large.len() + kept, "{name}: {memory} bytes of memory for {} of page", large.len());
            // Short times are noise.
            let floor = Duration::from_millis(40);
            slowest_ratio = slowest_ratio.min(long.max(floor).as_secs_f64() / short.max(floor).as_secs_f64());
            if slowest_ratio < 2.5 {
                break;
            }
        }
        assert!(slowest_ratio < 3.0, "{name}: twice the page takes {slowest_ratio:.1} times as long");
    }
}

fn hostile_texts() {
    let time = |work: &dyn Fn()| {
        let start = ThreadTime::now();
        work();
        start.elapsed()
    };
    for unit in ["url(", "\\", "@import", "image-set(\"", "((((", "/*", "'\\\n", "--", "#", "@\\"] {
        let text = unit.repeat(2 * MEGABYTE / unit.len());
        assert!(time(&|| drop(css::references(&text))) < Duration::from_secs(4), "css of {unit:?}");
    }
    for unit in ["a,", "a (", ",", " ", "a 1x 1x", "((("] {
        let text = unit.repeat(2 * MEGABYTE / unit.len());
        assert!(
            time(&|| assert!(srcset::candidates(&text).count() <= text.len())) < Duration::from_secs(4),
            "{unit:?}"
        );
    }
    let latin: Vec<u8> = b"\xe9<img src=\xe9>x".repeat(MEGABYTE / 8);
    assert!(time(&|| drop(extract_bytes(&latin))) < Duration::from_secs(4), "windows-1252");
}
