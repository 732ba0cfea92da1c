use super::*;
use crate::reference::Kind;

fn found(css: &str) -> Vec<(Kind, String)> {
    references(css).into_iter().map(|reference| (reference.kind, reference.url.into_owned())).collect()
}

fn urls(css: &str) -> Vec<String> {
    found(css).into_iter().map(|(_, url)| url).collect()
}

#[test]
fn finds_urls_in_every_form() {
    assert_eq!(urls("a{b:url(x.png)}"), ["x.png"]);
    assert_eq!(urls("a{b:url( x.png )}"), ["x.png"]);
    assert_eq!(urls("a{b:URL('x.png')}"), ["x.png"]);
    assert_eq!(urls("a{b:url( \"x y.png\" )}"), ["x y.png"]);
    assert_eq!(urls("a{b:url(x.png"), ["x.png"]);
    assert_eq!(urls("a{b:url('x.png"), ["x.png"]);
    assert_eq!(urls(r"a{b:u\72l(x.png)}"), ["x.png"]);
    assert_eq!(urls(r"a{b:url(x\20 y\29.png)}"), ["x y).png"]);
    assert_eq!(urls("a{b:url('x\\\ny.png')}"), ["xy.png"]);
    assert_eq!(urls("<!--url(x)"), ["x"]);
    assert_eq!(urls(r"url(a \)url(b)url(c)"), ["c"], "the escape is part of the broken URL");
    assert_eq!(urls("\\<!--url(x)"), [""; 0]);
}

#[test]
fn ignores_what_is_no_url() {
    for css in [
        "/* url(x) */",
        "'url(x)'",
        "a{b:xurl(x)}",
        "a{b:#url(x)}",
        "@url(x)",
        "a{b:url(x y)}",
        "a{b:url(x'y)}",
        "a{b:url()}",
        "a{b:url('x\n')}",
        "a{b:1url(x)}",
        r"a{b:#u\72l(x)}",
        "@namespace url(x);",
        "a{b:url( /* */ 'x')}",
    ] {
        assert!(urls(css).is_empty(), "{css}: {:?}", urls(css));
    }
}

#[test]
fn finds_imports_in_every_form() {
    let import = |url: &str| vec![(Kind::CssImport, url.to_owned())];
    assert_eq!(found("@import 'a.css';"), import("a.css"));
    assert_eq!(found("@IMPORT\"a.css\"layer(x) supports(a:b) screen;"), import("a.css"));
    assert_eq!(found("@import/**/url(a.css);"), import("a.css"));
    assert_eq!(found("@import url( 'a.css' ) print;"), import("a.css"));
    assert_eq!(found(r"@\69mport 'a.css'"), import("a.css"));
    assert!(declaration_references("@import 'a.css';").is_empty());
}

#[test]
fn finds_strings_of_image_sets() {
    assert_eq!(urls("a{b:image-set('a' 1x, url(b) 2x, 'c' type('image/png'))} d{content:'e'}"), ["a", "b", "c"]);
    assert_eq!(urls("a{b:-webkit-image-set(\"a\" 1x)}"), ["a"]);
    assert_eq!(urls("a{b:image-set(url('a') 1x, 'b')}"), ["a", "b"]);
    assert_eq!(urls("a{b:image-set(x(image-set('a')) ['b'])}"), ["a"]);
}

#[test]
fn tells_fonts_and_namespaces_from_other_urls() {
    let css = "@namespace svg url(http://x/); @font-face { src: url(f.woff2) } a { b: url(c) }";
    assert_eq!(found(css), [(Kind::Font, "f.woff2".to_owned()), (Kind::CssUrl, "c".to_owned())]);
}

#[test]
fn image_sets_are_found_at_any_depth() {
    for depth in [1, 31, 32, 33, 90] {
        let css =
            format!("a{{b:image-set({} image-set('c.png' 1x) {} 'd.png' 1x)}}", "(".repeat(depth), ")".repeat(depth));
        let found: Vec<_> = references(&css).into_iter().map(|found| found.url.into_owned()).collect();
        assert_eq!(found, ["c.png", "d.png"], "{depth}");
    }
}
