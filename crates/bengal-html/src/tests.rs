//! What the extraction finds, case by case.

use crate::{Extractor, Kind, Layer, Replacement, extract, splice};

fn urls(html: &str) -> Vec<String> {
    check(html).into_iter().map(|(_, url)| url).collect()
}

fn check(html: &str) -> Vec<(Kind, String)> {
    let found = Extractor::new().with_anchors(true).extract(html);
    assert!(found.is_sorted_by_key(|reference| reference.span.start), "{html}");
    found.into_iter().map(|reference| (reference.kind, reference.url.into_owned())).collect()
}

#[test]
fn finds_what_the_rule_table_names() {
    let page = r##"<!doctype html><html><head><base href=/x/>
        <link rel="Stylesheet" href="style.css"><link rel="shortcut icon" href=icon.png><link rel=canonical href=canonical>
        <link rel=preload as=font href=a.woff2><link rel=preload as=image href=p imagesrcset="p1 1x, p2 2x">
        <link rel=manifest href=app.json><link rel=modulepreload href=m.js>
        <meta property="og:image:secure_url" content=" og.png "><meta name=twitter:image content=tw.png>
        <style>@import "i.css"; b { background: url(css.png) }</style><script src=s.js>"<img src=no>"</script></head>
        <body background=bg.png><img src=a.png srcset="b.png 2x, c.png 3x" style="background: url('d.png')">
        <picture><source srcset=e.webp></picture><video src=v.mp4 poster=v.png><track src=t.vtt></video>
        <audio src=a.ogg></audio><iframe src=f.html></iframe><embed src=e.swf><object data=o.pdf></object>
        <input type=IMAGE src=in.png><input type=text src=no><table><tr><td background=no></table>
        <svg><image href=s1 xlink:href=s2 /><use xlink:href="#u"/><feImage href=s3 /><script href=s4></script>
        <style>a { b: url(&quot;s5&quot;) }</style></svg><a href=link>l</a><!-- <img src=no> --></body>"##;
    let html = page.replace("background=no", "");
    let found = check(&html);
    let names: Vec<_> = found.iter().map(|(kind, url)| format!("{kind} {url}")).collect();
    assert_eq!(
        names.join("\n"),
        "stylesheet style.css\nicon icon.png\nanchor canonical\nfont a.woff2\npreload p\nimage p1\nimage p2\nmanifest app.json\n\
         preload m.js\nmeta og.png\nmeta tw.png\ncss-import i.css\ncss-url css.png\nscript s.js\nimage bg.png\n\
         image a.png\nimage b.png\nimage c.png\ncss-url d.png\nimage e.webp\nmedia v.mp4\nimage v.png\nmedia t.vtt\n\
         media a.ogg\nframe f.html\nembed e.swf\nembed o.pdf\nimage in.png\nimage s1\nimage s2\nimage #u\nimage s3\n\
         script s4\ncss-url s5\nanchor link"
    );
}

#[test]
fn reads_attributes_as_the_standard_does() {
    assert_eq!(urls("<img/src=a/src=b>"), ["a/src=b"]);
    assert_eq!(urls("<img src='a'src='b'>"), ["a"], "of duplicates the first counts");
    assert_eq!(urls("<IMG SRC = a>"), ["a"]);
    assert_eq!(urls("<img alt=\">\" src=a>"), ["a"]);
    assert_eq!(urls("<img src=a"), [""; 0], "a tag that the page ends in is none");
    assert_eq!(urls("<img =src=a src=b>"), ["b"]);
    assert_eq!(urls("<p title='<img src=a>'><img src=b>"), ["b"]);
    assert_eq!(urls("<img src='&#x61;&amp;b&ampc&copy=1&notit;'>"), ["a&b&ampc&copy=1&notit;"]);
    assert_eq!(urls("<p STYLE=\"a:url(b)\">x</p data-style='url(x)' style='a:url(y)'>"), ["b"]);
    assert_eq!(urls("<p title=x style=a:url(b)><p data-style='url(x)'>"), ["b"]);
}

#[test]
fn spans_are_what_is_written() {
    let html = "<img src=' a&amp;b '><i style='x:url(&quot;c d&quot;)'><img srcset='e&#44;f 1x, g 2x'>";
    let spans: Vec<_> = extract(html).into_iter().map(|found| &html[found.span]).collect();
    assert_eq!(spans, ["a&amp;b", "c d", "e&#44;f", "g"]);
}

#[test]
fn text_modes_hide_markup() {
    for hidden in ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"] {
        let html = format!("<{hidden}><img src=no></{hidden}x><img src=no></{hidden}/><img src=yes>");
        assert_eq!(urls(&html), ["yes"], "{hidden}");
    }
    assert_eq!(urls("<script><!--<script></script><img src=no></script><img src=yes>"), ["yes"]);
    assert_eq!(urls("<script><!--></script><img src=yes>"), ["yes"]);
    assert_eq!(urls("<!--><img src=a><!---><img src=b><!-- --!><img src=c><!-- -- ><img src=d>"), ["a", "b", "c"]);
    assert_eq!(urls("<noscript><img src=a></noscript>"), ["a"]);
    assert!(Extractor::new().with_scripting(true).extract("<noscript><img src=a></noscript>").is_empty());
    assert_eq!(urls("<svg><title/><image href=a /></svg><img src=b>"), ["a", "b"]);
    assert_eq!(urls("<img src=a><plaintext><img src=b>"), ["a"]);
}

#[test]
fn reads_documents_in_documents() {
    let html =
        "<iframe srcdoc=\"<img src='a.png?x&amp;amp;y'><iframe srcdoc='<img src=&amp;quot;b&amp;quot;>'>\"></iframe>";
    let found = extract(html);
    let seen: Vec<_> = found.iter().map(|found| (&*found.url, &html[found.span.clone()])).collect();
    assert_eq!(seen, [("a.png?x&y", "a.png?x&amp;amp;y"), ("b", "b")]);
    let layers: Vec<_> = found[1].syntax.layers().collect();
    assert_eq!(layers, [Layer::DoubleQuoted, Layer::SingleQuoted, Layer::DoubleQuoted]);
    let spliced =
        splice(html, &[Replacement::new(&found[0], "1"), Replacement::new(&found[1], "it's \"&\" 2")]).unwrap();
    assert_eq!(extract(&spliced).into_iter().map(|found| found.url).collect::<Vec<_>>(), ["1", "it's \"&\" 2"]);
}

#[test]
fn splices_into_every_syntax() {
    for html in [
        "<img src=a>",
        "<img src='a'>",
        "<img src=\"a\">",
        "<i style='b:url(a)'>",
        "<i style=b:url(&#39a&#39)>",
        "<style>b{c:url(a)}</style>",
        "<style>@import 'a'</style>",
        "<svg><style>b{c:url(a)}</style>",
        "<svg><style><![CDATA[b{c:url(a)}]]></style>",
        "<iframe srcdoc='<p style=&quot;b:url(a)&quot;>'>",
    ] {
        let found = extract(html);
        for url in [
            "1",
            "a b",
            "it's",
            "\"&quot;\"",
            "a&copy=1",
            "</style>",
            "]]>",
            "\\",
            "a)b(",
            "\u{e9}\u{1f600}",
            "a\rb\nc",
        ] {
            let spliced = splice(html, &[Replacement::new(&found[0], url)]).unwrap();
            let again = extract(&spliced);
            assert_eq!(again.len(), 1, "{spliced}");
            assert_eq!(again[0].url, url, "{spliced}");
            assert_eq!(again[0].span.start, found[0].span.start, "{spliced}");
        }
    }
}

#[test]
fn options_say_what_is_reported() {
    let html = "<base href=/b/><meta property=og:image content=m><iframe srcdoc='<img src=s>'></iframe><a href=l>x</a>";
    let found = |extractor: Extractor| extractor.extract(html).into_iter().map(|found| found.url).collect::<Vec<_>>();
    assert_eq!(found(Extractor::new()), ["m", "s"]);
    assert_eq!(found(Extractor::new().with_base(true).with_anchors(true)), ["/b/", "m", "s", "l"]);
    assert!(found(Extractor::new().with_meta(false).with_srcdoc(false)).is_empty());
}

#[test]
fn urls_can_be_told_apart() {
    let html = "<img srcset='data:,x 1x, DATA:,x 2x, #f 3x, /a 4x, a:b 5x, //h/a 6x, a/b:c 7x, ?q 8x, \\\\h 9x'>";
    let found = extract(html);
    let data: Vec<_> = found.iter().filter(|found| found.is_data()).map(|found| &*found.url).collect();
    assert_eq!(data, ["data:,x", "DATA:,x"]);
    let fragments: Vec<_> = found.iter().filter(|found| found.is_fragment_only()).map(|found| &*found.url).collect();
    assert_eq!(fragments, ["#f"]);
    let local: Vec<_> = found.iter().filter(|found| found.is_local()).map(|found| &*found.url).collect();
    assert_eq!(local, ["/a", "a/b:c", "?q"]);
}

#[test]
fn names_are_stable_and_distinct() {
    for kind in Kind::ALL {
        assert_eq!(Kind::from_name(kind.as_str()), Some(kind));
    }
    assert!(Kind::ALL.is_sorted());
    let found = extract("<p style='a:url(b)'>");
    assert_eq!(found[0].syntax.to_string(), "css-bare in single-quoted");
}

#[test]
fn past_the_cap_every_tag_counts() {
    // HTML in SVG needs tree construction, which this many open elements end; so a cell outside of a table counts.
    let cell = "<td background=b>";
    for (depth, expected) in [(100, &["a", "c"][..]), (2_000, &["a", "b", "c"])] {
        let html = format!("<svg><p></svg><img src=a>{}{cell}<img src=c>", "<div>".repeat(depth));
        assert_eq!(urls(&html), expected, "{depth}");
    }
}

#[test]
fn links_in_all_ways_of_writing_them() {
    for (html, expected) in [
        ("<a href=\"x\">", Some("x")),
        ("<a class='c' href='x' title=t>", Some("x")),
        ("<a href=x id=1 data-more>", Some("x")),
        ("<A HREF=x>", Some("x")),
        ("<a href=\" x&amp;y\n\">", Some("x&y")),
        ("<a href = x>", Some("x")),
        ("<a title=t href=x href=y>", Some("x")),
        ("<a href href=x>", None),
        ("<a href class=c href=x>", None),
        ("<a class=c/href=x>", None),
        ("<a class=\"c\"href=x>", Some("x")),
        ("<a/href=x>", Some("x")),
        ("<a =href=x>", None),
        ("<a href=>", None),
        ("<a href=\"\" title=t href=x>", None),
        ("<a href=x integrity=i>", Some("x")),
        ("<a href=x title=\"t>", None),
        ("<a href=x title=t", None),
        ("<a href=\"x>", None),
        ("<a href", None),
        ("<a", None),
    ] {
        let found = check(html);
        assert_eq!(found.first().map(|(_, url)| &**url), expected, "{html}");
        assert!(found.len() <= 1, "{html}");
    }
    assert_eq!(urls("<a style='b:url(c)' href=x>"), ["c", "x"]);
    assert!(extract("<a href=x>").is_empty());
}

#[test]
fn says_whether_scripts_have_a_type() {
    let may_have = |html: &str| Extractor::new().visit(html, |_| {}).may_have_typed_scripts;
    for html in ["<script type=module>", "<p><SCRIPT src=x TYPE='importmap'></script>", "<svg><script type=module>"] {
        assert!(may_have(html), "{html}");
    }
    // What tree construction decides is not looked at for this.
    assert!(may_have("<frameset>"));
    assert!(may_have("<script type='application/ld+json'>") && may_have("<script type='text/json&#x2B;'>"));
    for html in [
        "<script>type</script>",
        "<style type=text/css></style>",
        "<!-- <script type=module> --><svg></svg>",
        "<script type=Text/JSON></script><script type='application/json'>{}</script>",
        "<script type=\"text/javascript\" src=a></script><svg><script type=application/javascript></svg>",
    ] {
        assert!(!may_have(html), "{html}");
    }
}

#[test]
fn links_that_the_caller_does_not_want_are_left_out() {
    let html = "<a href=a.html><a href=b.html class=c data-x><a href=' c.html'><a href='d&#46;html'><area href=e.html>\
        <svg><a href=f.html></a></svg><iframe srcdoc='<a href=g.html>'></iframe><link rel=next href=h.html><a href=i.pdf>\
        <img src=j.html><script src=k.html></script>";
    let extractor = Extractor::new().with_anchors(true);
    let is_left_out = |written: &str| written.ends_with(".html") && !written.contains('&');
    let left: Vec<_> =
        extractor.without_anchors(is_left_out).extract(html).into_iter().map(|found| found.url).collect();
    assert_eq!(left, ["d.html", "i.pdf", "j.html", "k.html"]);
    // The same as where tree construction decides.
    for html in [html.to_owned(), format!("<table><style></style><select></select>{html}")] {
        let all = extractor.extract(&html);
        let kept = all.into_iter().filter(|found| {
            found.kind != Kind::Anchor || !is_left_out(html.get(found.span.clone()).unwrap_or_default().trim())
        });
        assert_eq!(extractor.without_anchors(is_left_out).extract(&html), kept.collect::<Vec<_>>());
    }
}
