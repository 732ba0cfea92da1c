//! New URLs go where the old ones were, whatever they are and however those were written.

use bengal_html::{Extractor, Reference, Replacement, SpliceError, css, extract, extract_bytes, splice};
use proptest::prelude::*;

/// One page for every way to write a URL, with and without references and escapes in it.
const PLACES: &[&str] = &[
    "<img src=a.png>",
    "<img src='a.png'>",
    "<img src=\" a.png \">",
    "<img src=&#97;.png alt>",
    "<img srcset='a.png 1x, b&amp;c.png 2x'>",
    "<img srcset=\"a.png,\tb.png 3w,\nc.png\">",
    "<img srcset=a.png>",
    "<i style='b:url(a.png)'>",
    "<i style=\"b:url('a.png')\">",
    "<i style='b:url(&quot;a.png&quot;);c:url( d.png )'>",
    "<i style=b:url(&#39a.png&#39)>",
    "<i style='b:url(\"a\\20 b.png\")'>",
    "<style>@import 'a.css' print; b { c: url(d.png) url( \"e.png\" ) image-set('f.png' 1x) }</style>",
    "<style>b{c:url(d\\65.png)}",
    "<svg><style>b{c:url(&#x61;.png)}</style></svg>",
    "<svg><style><![CDATA[b{c:url('a.png')}]]></style></svg>",
    "<svg><image href=a.png xlink:href='b.png'/></svg>",
    "<svg><p><table><td style='a:url(b.png)'><svg><style>b{c:url(a.png)}</style></svg></table>",
    "<iframe srcdoc='<p style=&quot;b:url(a.png)&quot;><img srcset=\"a.png 2x\">'>",
    "<iframe srcdoc=\"<iframe srcdoc='<img src=&amp;quot;a.png&amp;quot;>'>\">",
    "<svg><style>b{c:url(a<!-- <![CDATA[ -->.p<![CDATA[n]]>g)}</style></svg><img src=d>",
    "<svg><style><![CDATA[@import 'a]]>.c<![CDATA[s]]>s'</style></svg>",
    "<svg><style>@import 'a<g style=\"x:url(q)\"><style>@import \"b<i></i>c\"</style></g>b'</style></svg><img src=d>",
    "<iframe srcdoc=\"<svg><style>@import 'a<g style=x:url(q)>&amp;</g>&amp;amp;b<!---->c';</style>\">",
];

fn url() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "1",
        "f",
        "/",
        ".",
        "é",
        "\u{1f600}",
        "&",
        "&amp;",
        "&#39",
        "quot;",
        ";",
        "=",
        "\"",
        "'",
        "<",
        ">",
        "</style>",
        "]]>",
        "(",
        ")",
        "\\",
        "\\41",
        "%20",
        "?x=1&y",
        "`",
        ",",
        " ",
        "\n",
        "\r",
        "\t",
        "\x0c",
        "\u{1}",
        "#",
        "--",
        "/*",
    ]);
    prop_oneof![
        prop::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat()),
        "\\PC{1,12}",
        "[a-z0-9./?&=%-]{1,12}",
    ]
}

fn check(source: &str, url: &str, read: impl Fn(&str) -> Vec<Reference<'static>>) -> Result<(), TestCaseError> {
    let found = read(source);
    let replacements: Vec<_> = found.iter().map(|reference| Replacement::new(reference, url)).collect();
    let spliced = match splice(source, &replacements) {
        Ok(spliced) => spliced,
        Err(SpliceError::Url { .. }) => return Ok(()),
        Err(error) => return Err(TestCaseError::fail(format!("{source}: {error}"))),
    };
    let again = read(&spliced);
    prop_assert_eq!(again.len(), found.len(), "{}", spliced);
    prop_assert!(again.iter().all(|after| after.url == url), "{}", spliced);
    prop_assert_eq!(outside(source, &found), outside(&spliced, &again), "{}", spliced);
    Ok(())
}

/// The stretches that no reference takes; new URLs take one stretch each, and what was removed leaves nothing behind.
fn outside(source: &str, found: &[Reference<'_>]) -> Vec<String> {
    let mut spans: Vec<_> = found.iter().map(|reference| (reference.span.clone(), true)).collect();
    spans.extend(found.iter().flat_map(|reference| reference.rest.iter().map(|span| (span.clone(), false))));
    spans.sort_by_key(|(span, _)| span.start);
    let mut outside = vec![String::new()];
    let mut at = 0;
    for (span, begins_url) in spans {
        if let Some(last) = outside.last_mut() {
            last.push_str(&source[at..span.start]);
        }
        if begins_url {
            outside.push(String::new());
        }
        at = span.end;
    }
    if let Some(last) = outside.last_mut() {
        last.push_str(&source[at..]);
    }
    outside
}

fn owned(references: Vec<Reference<'_>>) -> Vec<Reference<'static>> {
    references.into_iter().map(Reference::into_owned).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_url_is_read_again_from_any_place(url in url(), place in prop::sample::select(PLACES.to_vec())) {
        check(place, &url, |source| owned(extract(source)))?;
        check(place, &url, |source| owned(Extractor::new().with_anchors(true).extract(source)))?;
        check(place, &url, |source| owned(css::references(source)))?;
    }

    #[test]
    fn any_bytes_can_be_read(bytes in prop::collection::vec(any::<u8>(), 0..64), bom in 0..4_usize) {
        let start: &[u8] = [&b""[..], b"\xef\xbb\xbf", b"\xff\xfe", b"<meta charset=shift_jis><img src='"][bom];
        let file = [start, &bytes].concat();
        for reference in extract_bytes(&file).references {
            prop_assert!(file.get(reference.span).is_some());
        }
    }

    #[test]
    fn any_text_can_be_read(text in "(<|>|/|=|\"|'|&|#|;|!|-|\\[|\\]|a|svg|math|p|style|src|url\\(|\\)|\\\\| |\u{0}|\r|\n){0,40}") {
        let found = Extractor::new().with_anchors(true).extract(&text);
        prop_assert!(found.is_sorted_by_key(|reference| reference.span.start));
        prop_assert!(found.iter().all(|reference| text.get(reference.span.clone()).is_some()));
        prop_assert!(css::references(&text).iter().all(|reference| text.get(reference.span.clone()).is_some()));
    }
}

#[test]
fn what_cannot_be_written_is_an_error() {
    let html = "<img src=a srcset='b 1x'>";
    let found = extract(html);
    for bad in ["", " a", "a\n", "a\0b"] {
        let error = splice(html, &[Replacement::new(&found[0], bad)]);
        assert_eq!(error, Err(SpliceError::Url { index: 0, url: bad.to_owned() }));
    }
    for bad in ["a b", ",a", "a,"] {
        assert!(splice(html, &[Replacement::new(&found[1], bad)]).is_err(), "{bad}");
        assert!(splice(html, &[Replacement::new(&found[0], bad)]).is_ok(), "{bad}");
    }
    let backwards = [Replacement::new(&found[1], "x"), Replacement::new(&found[0], "y")];
    assert_eq!(splice(html, &backwards), Err(SpliceError::Span { index: 1 }));
    assert_eq!(splice("", &backwards), Err(SpliceError::Span { index: 0 }));
}
