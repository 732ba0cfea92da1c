use super::support::*;
use crate::{AssetQuery, Read};

fn site() -> TestSite {
    TestSite::new()
        .asset("assets/css/site.css", b"a{background:url(../x.png)}b{content:'</style>'}")
        .asset("assets/js/site.js", b"x('</script>')")
        .asset("assets/logo.svg", b"<?xml version='1.0'?>\n<svg>&amp;</svg>")
        .asset("assets/data.css", b"\xff\xfe")
        .asset("assets/font.woff2", b"wOF2")
        .asset("assets/img/cat.png", b"1000x500")
        .asset("assets/img/broken.png", b"broken 10x20")
        .asset("assets/img/plan.svg", b"svg 10x20")
        .asset("docs/a cat.png", b"300x100")
}

fn problem(template: &str) -> String {
    let problem = site().problem(template);
    assert_eq!(problem.code, "template-error");
    assert!(problem.location.is_some_and(|at| at.path == "templates/page.html" && at.line == 1));
    problem.message
}

fn reads(template: &str) -> Vec<Read> {
    let (html, mut reads) = site().page_template(template).render(INSTALL);
    html.unwrap();
    reads.retain(|read| matches!(read, Read::Asset(..)));
    reads
}

#[test]
fn content_stands_in_its_element() {
    let print = |template: &str| site().print(template);
    assert_eq!(
        print("<style>{{ asset_inline('css/site.css') }}</style>"),
        "<style>a{background:url(/assets/x.png)}b{content:'<\\/style>'}</style>"
    );
    assert_eq!(print("<script>{{ 'js/site.js' | asset_inline }}</script>"), "<script>x('\\x3C/script>')</script>");
    assert_eq!(print("{{ asset_inline('/assets/logo.svg?v=1') }}"), "<svg>&amp;</svg>");
}

#[test]
fn content_that_cannot_stand_there_is_an_error() {
    assert_eq!(
        problem("{{ asset_inline('css/stie.css') }}"),
        "there is no asset `assets/css/stie.css`; did you mean `assets/css/site.css`?"
    );
    assert_eq!(problem("{{ asset_inline('data.css') }}"), "`assets/data.css` is not text in UTF-8");
    assert_eq!(
        problem("{{ asset_inline('font.woff2') }}"),
        "`assets/font.woff2` cannot stand in a page: only CSS, JavaScript, JSON and SVG can"
    );
    assert_eq!(
        problem("{{ asset_inline('https://x.example/a.css') }}"),
        "`https://x.example/a.css` is not a file of this site"
    );
    assert_eq!(problem("{{ asset_inline('../../secret.css') }}"), "`../../secret.css` does not name a file");
}

#[test]
fn integrity_is_that_of_the_published_file() {
    assert_eq!(site().print("{{ asset_integrity('js/site.js') }}"), "sha384-14");
    assert_eq!(problem("{{ 'none.js' | asset_integrity }}"), "there is no asset `assets/none.js`");
}

#[test]
fn pictures_have_a_size() {
    let print = |template: &str| site().print(template);
    assert_eq!(print("{% set s = image_size('img/cat.png') %}{{ s.width }} {{ s.height }}"), "1000 500");
    assert_eq!(
        print("{{ ('/docs/a%20cat.png' | image_size).width }} {{ image_size('img/plan.svg').height }}"),
        "300 20"
    );
    assert_eq!(problem("{{ image_size('js/site.js') }}"), "`assets/js/site.js`: it is no picture whose size is known");
}

#[test]
fn pictures_are_made_smaller() {
    let print = |arguments: &str| {
        site().print(&format!(
            "{{% set i = image_resize({arguments}) %}}{{{{ i.url }}}} {{{{ i.width }}}} {{{{ i.height }}}}"
        ))
    };
    assert_eq!(print("'img/cat.png', width=200"), "/assets/img/cat.png.200w 200 100");
    assert_eq!(
        print("'img/cat.png', width=200, op='fit_width', format='jpg'"),
        "/assets/img/cat.png.200w.jpeg 200 100"
    );
    assert_eq!(print("'/docs/a%20cat.png', height=9"), "/docs/a%20cat.png.9h 300 100");
    assert_eq!(print("'img/cat.png', width=20, height=10, quality=50"), "/assets/img/cat.png.20x10-q50 1000 500");
    assert_eq!(print("'img/cat.png', width=20, height=10, op='fill'"), "/assets/img/cat.png.20x10-fill 1000 500");
    assert_eq!(print("'img/cat.png', format='webp'"), "/assets/img/cat.png.full.webp 1000 500");
    assert_eq!(print("'img/plan.svg', width=5"), "/assets/img/plan.svg 10 20");
}

#[test]
fn wrong_wishes_are_errors() {
    for (arguments, message) in [
        ("width=0", "`width` must be from 1 to 16383, not 0"),
        ("height=99999", "`height` must be from 1 to 16383, not 99999"),
        ("quality=101", "`quality` must be from 1 to 100, not 101"),
        ("width=9, format='wepb'", "`format` can be `jpeg`, `png`, `webp`, not `wepb`; did you mean `webp`?"),
        ("width=9, op='fil'", "`op` can be `fit`, `fill`, `fit_width`, `fit_height`, not `fil`; did you mean `fill`?"),
        ("width=9, op='fill'", "`op=\"fill\"` needs `width` and `height`"),
        ("width=9, height=9, op='fit_width'", "`op=\"fit_width\"` needs `width`, and no `height`"),
        ("width=9, op='fit_height'", "`op=\"fit_height\"` needs `height`, and no `width`"),
        ("widht=9", "unknown keyword argument 'widht'"),
    ] {
        let template = format!("{{{{ image_resize('img/cat.png', {arguments}) }}}}");
        assert_eq!(site().problem(&template).message, message);
    }
    assert_eq!(
        problem("{{ image_resize('img/broken.png', width=2) }}"),
        "`assets/img/broken.png`: it is broken: no picture in it"
    );
}

#[test]
fn a_srcset_never_enlarges() {
    let print = |arguments: &str| site().print(&format!("{{{{ image_srcset({arguments}) }}}}"));
    assert_eq!(
        print("'img/cat.png', widths=[2000, 400, 800, 400]"),
        "/assets/img/cat.png.400w 400w, /assets/img/cat.png.800w 800w, /assets/img/cat.png 1000w"
    );
    assert_eq!(
        print("'/docs/a cat.png', widths=[100], format='webp'"),
        "/docs/a%20cat.png.100w.webp 100w, /docs/a%20cat.png.full.webp 300w"
    );
    assert_eq!(print("'img/cat.png', widths=[1000]"), "/assets/img/cat.png");
    assert_eq!(print("'img/plan.svg', widths=[5]"), "/assets/img/plan.svg");
    let configured = site().with(|site| site.config.images.widths = vec![400]);
    assert_eq!(
        configured.print("{{ image_srcset('img/cat.png') }}"),
        "/assets/img/cat.png.400w 400w, /assets/img/cat.png 1000w"
    );
    assert_eq!(problem("{{ image_srcset('img/cat.png', widths=[0]) }}"), "`widths` must be from 1 to 16383, not 0");
}

#[test]
fn every_question_is_recorded_and_those_without_an_answer_too() {
    let read = |path: &str, query| Read::Asset(path.to_owned(), query);
    assert_eq!(
        reads("{{ asset_url('a.css') }}{{ asset_inline('css/site.css') }}{{ asset_integrity('js/site.js') }}"),
        [read("assets/css/site.css", AssetQuery::Content), read("assets/js/site.js", AssetQuery::Integrity)]
    );
    let narrow = AssetQuery::Derived("200w".parse().unwrap());
    assert_eq!(
        reads("{{ image_resize('img/cat.png', width=200).url }}"),
        [read("assets/img/cat.png", AssetQuery::Image), read("assets/img/cat.png", narrow)]
    );
    let (html, reads) = site().page_template("{{ image_size('none.png') }}").render(INSTALL);
    assert!(html.is_err());
    assert!(reads.contains(&read("assets/none.png", AssetQuery::Image)));
}
