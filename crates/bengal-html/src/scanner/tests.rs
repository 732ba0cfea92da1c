//! Which pages the scanner decides by itself, and why it leaves others to tree construction.

use super::*;

fn reason(html: &str) -> Option<Reason> {
    let mut ignore = |_: Reference<'_>| {};
    let mut scanner = Scanner::new(html, Options::default(), Doubt::Stop, Gate::new(&mut ignore));
    scanner.content(0).err().map(|undecided| undecided.reason)
}

#[test]
fn decides_usual_pages_by_itself() {
    for html in [
        "<!doctype html><html><head><title>t</title></head><body style='a:url(b)'><p>x<table><tr><td>y</table></body></html>",
        "<p>unclosed<b>and <i>misnested</b></i><li><select><option>x</select><form><form></form>",
        "<svg viewBox='0 0 1 1'><title>t</title><g><path d='M0'/><style>a{b:url(c)}</style></g></svg><p>x",
        "<math><mi>x</mi><mo>=</mo></math><td style='color:red'><tr><body class=x>",
        "<noscript><img src=a></noscript><template><div style='a:url(b)'></template>",
        "<body><p>x<frameset><frame src=no>",
        "<table style='a:url(b)'><td style='color: var(--x)'></table>",
    ] {
        assert_eq!(reason(html), None, "{html}");
    }
}

#[test]
fn leaves_pages_to_tree_construction_for_a_reason() {
    for (html, expected) in [
        ("<frameset><frame src=a></frameset>", Reason::Frameset),
        ("<div><frameset>", Reason::Frameset),
        ("<template><body></template><frameset>", Reason::Frameset),
        ("<svg><p>", Reason::ForeignContent),
        ("<svg><foreignObject><div>", Reason::ForeignContent),
        ("<svg></g></svg>", Reason::ForeignContent),
        ("<math><mi><b>", Reason::ForeignContent),
        ("<svg><style><g>", Reason::ForeignContent),
        (&("<svg>".to_owned() + &"<g>".repeat(64)), Reason::ForeignDepth),
        ("<td style='a:url(b)'>", Reason::IgnorableTag),
        ("<tr background=a>", Reason::IgnorableTag),
        ("<body><body style='a:url(b)'>", Reason::IgnorableTag),
        ("<template></template><table background=a>", Reason::IgnorableTag),
        ("<template><col>", Reason::TemplateColumns),
    ] {
        assert_eq!(reason(html), Some(expected), "{html}");
    }
}

#[test]
fn reports_nothing_that_a_frameset_takes_away() {
    let options = Options::default();
    for (html, expected) in [
        ("<link rel=icon href=a><div style='b:url(c)'></div><frameset><frame src=d></frameset>", &["a", "d"][..]),
        ("<div style='b:url(c)'>x</div><frameset><frame src=d></frameset>", &["c"]),
        ("<div style='b:url(c)'></div></html>", &["c"]),
    ] {
        let mut found = Vec::new();
        run(html, options, &mut |reference| found.push(reference.url));
        assert_eq!(found, expected, "{html}");
    }
}

/// Attributes as they are written, well and badly.
const WRITTEN: [&str; 30] = [
    "",
    " ",
    "  ",
    "/",
    " /",
    "/ ",
    "=",
    " =",
    " a",
    " defer",
    "\thref=a",
    " href=a",
    " href=\"b c\"",
    " HREF='d'",
    " href=",
    " href = e",
    " href",
    " id=\"f\"",
    " class=\"g>\"",
    " title=\"<a h=\"",
    " src=i/",
    " style=\"a:url(b)\"",
    " style",
    " background=j",
    " integrity",
    " data-x=\"k\"l=\"m\"",
    " a\"b=c",
    " rel=\"icon",
    " xlink:href=n",
    "\0",
];

/// Every tag with three of these, and with what may follow it.
fn tags_of(name: &str, mut visit: impl FnMut(&[u8])) {
    for (first, second, third) in WRITTEN.iter().flat_map(|first| {
        WRITTEN.iter().flat_map(move |second| WRITTEN.iter().map(move |third| (first, second, third)))
    }) {
        for rest in ["", ">", "/>", ">x\" y='z'>"] {
            visit(format!("{name}{first}{second}{third}{rest}").as_bytes());
        }
    }
}

/// All attributes of the tag whose name begins a text that some rule looks at, and its end, by the states of the standard.
fn by_the_states(bytes: &[u8]) -> (Attributes, Option<TagEnd>) {
    let mut found = Attributes::default();
    let end = attributes::walk(bytes, name_end(bytes, 0), |attribute| found.add(bytes, attribute));
    (found, end)
}

#[test]
fn the_fast_ways_through_a_tag_lead_where_the_states_of_the_standard_do() {
    let mut quick = [0; 3];
    let mut quickly = |way: usize| quick[way] += 1;
    tags_of("a", |bytes| {
        let shown = String::from_utf8_lossy(bytes);
        let (expected, end) = by_the_states(bytes);
        let after = end.map(|end| end.after);

        let mut collected = Attributes::default();
        match tags::collect(bytes, name_end(bytes, 0), &mut collected) {
            Tag::Ends(found) => {
                assert_eq!((Some(found), &collected), (end, &expected), "{shown}");
                quickly(0);
            }
            Tag::Unfinished => assert_eq!(end, None, "{shown}"),
            Tag::Look => {}
        }
        match tags::skip_plain(bytes, 0) {
            Tag::Ends(found) => {
                assert_eq!(Some(found), after, "{shown}");
                let refers = |name, by: &[u8]| {
                    let value = expected.get(name).map_or(0..0, |value| value.start..value.end);
                    bytes[value].iter().any(|byte| by.is_empty() || by.contains(byte))
                };
                assert!(!refers(Name::Style, b"(&") && !refers(Name::Background, b""), "{shown}");
                quickly(1);
            }
            Tag::Unfinished => assert_eq!(end, None, "{shown}"),
            Tag::Look => {}
        }
        if !names::is_anchor(bytes, 0) {
            return;
        }
        match tags::link(bytes, 1) {
            Tag::Ends((href, found)) => {
                assert_eq!(Some(found), after, "{shown}");
                let value = expected.get(Name::Href).filter(|value| value.start < value.end);
                assert_eq!(href.filter(|value| value.start < value.end), value, "{shown}");
                assert!(expected.get(Name::Style).is_none_or(|value| value.start == value.end), "{shown}");
                quickly(2);
            }
            Tag::Unfinished => assert_eq!(end, None, "{shown}"),
            Tag::Look => {}
        }
    });
    assert!(quick.iter().all(|count| *count > 1000), "the fast ways are taken: {quick:?}");
}

#[test]
fn an_end_tag_ends_where_the_states_of_the_standard_end_it() {
    tags_of("</a", |bytes| {
        let html = std::str::from_utf8(bytes).unwrap();
        let mut ignore = |_: Reference<'_>| {};
        let mut scanner = Scanner::new(html, Options::default(), Doubt::Stop, Gate::new(&mut ignore));
        let (_, end) = by_the_states(&bytes[2..]);
        assert_eq!(scanner.end_tag(0), end.map_or(bytes.len(), |end| end.after + 2), "{html}");
    });
}
