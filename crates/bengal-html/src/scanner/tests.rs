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
