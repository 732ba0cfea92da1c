//! What a usual page costs in memory: nothing.

use bengal_html::Extractor;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

#[test]
fn a_usual_page_allocates_nothing() {
    let page = concat!(
        "<!doctype html><link rel=stylesheet href=a.css><script src=s.js></script><body>",
        "<p style='b:url(c.png)'>x &amp; y</p><img srcset='d 1x, e 2x'>",
        "<svg><image href=f.png /></svg><style>g { h: url('i.png') }</style>",
    );
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let mut count = 0;
    Extractor::new().visit(page, |_| count += 1);
    assert_eq!(MEMORY.peak_usage(), before);
    assert_eq!(count, 7);
}
