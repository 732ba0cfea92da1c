//! Pictures of a whole site: their sizes, other sizes, what is published, and what later builds use again.

use bengal_core::fs::{FileSystem, MemoryFileSystem};
use bengal_orchestration::{BuildOptions, BuildReport, Silent, build, clean};
use camino::{Utf8Path, Utf8PathBuf};
use image::{DynamicImage, ImageFormat};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(width, height).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn site(configuration: &str) -> MemoryFileSystem {
    let fs = MemoryFileSystem::new();
    fs.write("/site/bengal.toml", configuration);
    let template = "{{ content }}|{{ image_resize('hero.png', width=50).url }}|{{ asset_integrity('a.css') }}";
    for name in ["page", "list", "home", "404"] {
        fs.write(format!("/site/templates/{name}.html"), if name == "page" { template } else { "{{ page.title }}" });
    }
    fs.write("/site/assets/hero.png", png(100, 60));
    fs.write("/site/assets/a.css", "a{}");
    fs.write("/site/content/docs/a.md", "![A cat](cat.png)\n");
    fs.write("/site/content/docs/b.md", "![A cat](cat.png)\n");
    fs.write("/site/content/docs/cat.png", png(40, 20));
    fs
}

fn run(fs: &MemoryFileSystem, jobs: usize) -> BuildReport {
    let options = BuildOptions { source: "/site".into(), jobs, ..BuildOptions::default() };
    let report = build(&(Arc::new(fs.clone()) as Arc<dyn FileSystem>), &options, &Silent);
    assert!(report.success, "{:#?}", report.diagnostics);
    report
}

fn below(fs: &MemoryFileSystem, folder: &str) -> BTreeMap<Utf8PathBuf, Arc<[u8]>> {
    fs.files().into_iter().filter(|(path, _)| path.starts_with(folder)).collect()
}

fn text(fs: &MemoryFileSystem, path: &str) -> String {
    String::from_utf8(fs.read(Utf8Path::new(path)).unwrap()).unwrap()
}

const RESPONSIVE: &str = "[images]\nwidths = [20, 4000]\nformats = ['webp']\n";

#[test]
fn pages_show_sizes_and_name_published_pictures() {
    let fs = site(RESPONSIVE);
    let report = run(&fs, 2);
    let codes: Vec<&str> = report.diagnostics.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["no-base-url"]);
    assert_eq!(
        text(&fs, "/site/public/docs/a/index.html"),
        "<p><picture><source type=\"image/webp\" \
         srcset=\"/docs/cat.png.20w.8ce68a6b8203.webp 20w, /docs/cat.png.full.af21c70637fe.webp 40w\" sizes=\"auto, 100vw\">\
         <img src=\"/docs/cat.ac76ea81959b.png\" alt=\"A cat\" loading=\"lazy\" width=\"40\" height=\"20\"></picture></p>\n\
         |/assets/hero.png.50w.png\
         |sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb"
    );
    let made = |path: &str| {
        let image = image::load_from_memory(&fs.read(Utf8Path::new(path)).unwrap()).unwrap();
        (image.width(), image.height())
    };
    assert_eq!(made("/site/public/docs/cat.png.20w.8ce68a6b8203.webp"), (20, 10));
    assert_eq!(made("/site/public/docs/cat.png.full.af21c70637fe.webp"), (40, 20));
    // Its URL stands in the text, where nobody links it: so it keeps its name.
    assert_eq!(made("/site/public/assets/hero.png.50w.png"), (50, 30));
}

#[test]
fn later_builds_make_the_same_and_drop_what_nobody_uses() {
    let fs = site(RESPONSIVE);
    run(&fs, 1);
    let (output, kept) = (below(&fs, "/site/public"), below(&fs, "/site/.bengal/cache-v1/images"));
    assert_eq!(kept.len(), 3);
    let again = run(&fs, 2);
    assert_eq!(again.files.written, 0);
    assert_eq!(below(&fs, "/site/public"), output);
    assert_eq!(below(&fs, "/site/.bengal/cache-v1/images"), kept);

    fs.write("/site/bengal.toml", "");
    run(&fs, 1);
    // The first of these builds asked for them to see what has changed.
    run(&fs, 1);
    assert_eq!(below(&fs, "/site/.bengal/cache-v1/images").len(), 1);
    let fresh = site("");
    run(&fresh, 1);
    assert_eq!(below(&fs, "/site/public"), below(&fresh, "/site/public"));
}

#[test]
fn cleaning_removes_the_kept_pictures() {
    let fs = site(RESPONSIVE);
    run(&fs, 1);
    let files: Arc<dyn FileSystem> = Arc::new(fs.clone());
    let report = clean(&files, &BuildOptions { source: "/site".into(), ..BuildOptions::default() });
    assert_eq!(report.diagnostics, []);
    assert!(below(&fs, "/site/.bengal").is_empty());
    assert!(below(&fs, "/site/public").is_empty());
}
