//! Pictures with their size, and in other widths and formats.

use super::support::TestSite;
use crate::{AssetQuery, Read};
use bengal_core::ImageFormat;
use bengal_core::config::ImagesConfig;

fn site(text: &str, images: ImagesConfig) -> TestSite {
    TestSite::with(
        &[
            ("content/page.md", text),
            ("content/cat.png", "1000x500"),
            ("content/a cat.png", "300x100"),
            ("content/plan.svg", "svg 10x20"),
            ("content/broken.png", "broken 10x20"),
            ("content/film.mp4", ""),
        ],
        |site| site.config.images = images,
    )
}

fn html(text: &str, images: ImagesConfig) -> String {
    let body = site(text, images).body("content/page.md");
    assert_eq!(body.diagnostics, []);
    body.html
}

fn plain() -> ImagesConfig {
    ImagesConfig::default()
}

#[test]
fn pictures_of_the_site_have_their_size() {
    for (text, expected) in [
        ("![](cat.png)", "<img src=\"/cat.png\" alt=\"\" loading=\"lazy\" width=\"1000\" height=\"500\">"),
        (
            "![a](</a%20cat.png?v=1#x> \"T\")",
            "<img src=\"/a%20cat.png?v=1#x\" alt=\"a\" title=\"T\" loading=\"lazy\" width=\"300\" height=\"100\">",
        ),
        ("![](plan.svg)", "<img src=\"/plan.svg\" alt=\"\" loading=\"lazy\" width=\"10\" height=\"20\">"),
        ("![](film.mp4)", "<img src=\"/film.mp4\" alt=\"\" loading=\"lazy\">"),
        ("![](/none.png)", "<img src=\"/none.png\" alt=\"\" loading=\"lazy\">"),
        ("![](//x.example/cat.png)", "<img src=\"//x.example/cat.png\" alt=\"\" loading=\"lazy\">"),
    ] {
        assert_eq!(html(text, plain()), format!("<p>{expected}</p>\n"), "{text}");
    }
    assert_eq!(html("x <img src=\"/cat.png\">", plain()), "<p>x <img src=\"/cat.png\"></p>\n");
}

#[test]
fn the_size_that_an_author_gave_stays_alone() {
    assert_eq!(
        html(":::{figure} cat.png\n:width: 300\n:::\n", plain()),
        "<figure class=\"figure\"><img src=\"/cat.png\" alt=\"\" loading=\"lazy\" width=\"300\"></figure>\n"
    );
    assert_eq!(
        html(":::{figure} cat.png\n:alt: A\n:::\n", plain()),
        "<figure class=\"figure\"><img src=\"/cat.png\" alt=\"A\" loading=\"lazy\" width=\"1000\" height=\"500\"></figure>\n"
    );
}

#[test]
fn widths_and_formats_are_offered_and_the_original_stays() {
    let widths = ImagesConfig { widths: vec![400, 1000, 2000], ..plain() };
    assert_eq!(
        html("![](cat.png)", widths.clone()),
        "<p><img src=\"/cat.png\" alt=\"\" loading=\"lazy\" width=\"1000\" height=\"500\" \
         srcset=\"/cat.png.400w 400w, /cat.png 1000w\" sizes=\"auto, 100vw\"></p>\n"
    );
    assert_eq!(
        html("![](<a cat.png>)", widths.clone()),
        "<p><img src=\"/a%20cat.png\" alt=\"\" loading=\"lazy\" width=\"300\" height=\"100\"></p>\n"
    );
    let both = ImagesConfig { formats: vec![ImageFormat::Webp, ImageFormat::Jpeg], ..widths };
    assert_eq!(
        html(":::{figure} cat.png\n:width: 50%\n:::\n", both.clone()),
        "<figure class=\"figure\"><picture>\
         <source type=\"image/webp\" srcset=\"/cat.png.400w.webp 400w, /cat.png.full.webp 1000w\" sizes=\"auto, 100vw\">\
         <source type=\"image/jpeg\" srcset=\"/cat.png.400w.jpeg 400w, /cat.png.full.jpeg 1000w\" sizes=\"auto, 100vw\">\
         <img src=\"/cat.png\" alt=\"\" loading=\"lazy\" style=\"width: 50%;\"></picture></figure>\n"
    );
    let formats = ImagesConfig { formats: vec![ImageFormat::Webp], ..plain() };
    assert_eq!(
        html("![](cat.png)", formats),
        "<p><picture><source type=\"image/webp\" srcset=\"/cat.png.full.webp\">\
         <img src=\"/cat.png\" alt=\"\" loading=\"lazy\" width=\"1000\" height=\"500\"></picture></p>\n"
    );
    assert_eq!(
        html("![](plan.svg)", both),
        "<p><img src=\"/plan.svg\" alt=\"\" loading=\"lazy\" width=\"10\" height=\"20\"></p>\n"
    );
}

#[test]
fn a_broken_picture_is_a_warning_where_it_is_named() {
    let body = site("x\n\n![](broken.png)", ImagesConfig { widths: vec![5], ..plain() }).body("content/page.md");
    assert_eq!(
        body.html,
        "<p>x</p>\n<p><img src=\"/broken.png\" alt=\"\" loading=\"lazy\" width=\"10\" height=\"20\"></p>\n"
    );
    let [problem] = body.diagnostics.as_slice() else { panic!("{:#?}", body.diagnostics) };
    assert_eq!(
        (problem.code, problem.message.as_str()),
        ("image-not-derived", "`broken.png` is shown only as it is: it is broken: no picture in it")
    );
    assert_eq!(problem.location.as_ref().map(|at| (at.line, at.column)), Some((3, 1)));
}

#[test]
fn questions_are_recorded_and_those_without_an_answer_too() {
    let images = ImagesConfig { widths: vec![400], ..plain() };
    let mut reads = site("![](cat.png) ![](/none.png)", images).reads("content/page.md");
    reads.retain(|read| matches!(read, Read::Asset(..) | Read::Config(_)));
    let asset = |path: &str, query| Read::Asset(path.to_owned(), query);
    assert_eq!(
        reads,
        [
            Read::Config("images".into()),
            asset("cat.png", AssetQuery::Image),
            asset("cat.png", AssetQuery::Derived("400w".parse().unwrap())),
            asset("none.png", AssetQuery::Image),
        ]
    );
}
