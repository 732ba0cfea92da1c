//! Which files a build reads: of assets none but those that an edit asks for.

use bengal_core::fs::{Entry, FileSystem, LockGuard, MemoryFileSystem, Metadata, ReadInto};
use bengal_orchestration::{BuildOptions, Silent, build};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex};

/// A tree in memory that notes which files are read.
#[derive(Debug)]
struct Counting {
    inner: MemoryFileSystem,
    read: Mutex<BTreeSet<Utf8PathBuf>>,
}

impl FileSystem for Counting {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        self.read.lock().unwrap().insert(path.to_owned());
        self.inner.read(path)
    }

    fn read_into<'b>(&self, path: &Utf8Path, limit: u64, buffer: &'b mut Vec<u8>) -> io::Result<ReadInto<'b>> {
        self.read.lock().unwrap().insert(path.to_owned());
        self.inner.read_into(path, limit, buffer)
    }

    fn read_dir(&self, path: &Utf8Path) -> io::Result<Vec<Entry>> {
        self.inner.read_dir(path)
    }

    fn metadata(&self, path: &Utf8Path) -> io::Result<Metadata> {
        self.inner.metadata(path)
    }

    fn canonicalize(&self, path: &Utf8Path) -> io::Result<Utf8PathBuf> {
        self.inner.canonicalize(path)
    }

    fn create_dir_all(&self, path: &Utf8Path) -> io::Result<()> {
        self.inner.create_dir_all(path)
    }

    fn create_new(&self, path: &Utf8Path, content: &[u8]) -> io::Result<()> {
        self.inner.create_new(path, content)
    }

    fn rename(&self, from: &Utf8Path, to: &Utf8Path) -> io::Result<()> {
        self.inner.rename(from, to)
    }

    fn remove_file(&self, path: &Utf8Path) -> io::Result<()> {
        self.inner.remove_file(path)
    }

    fn remove_dir(&self, path: &Utf8Path) -> io::Result<()> {
        self.inner.remove_dir(path)
    }

    fn sync(&self, path: &Utf8Path) -> io::Result<()> {
        self.inner.sync(path)
    }

    fn lock(&self, path: &Utf8Path, wait: bool) -> io::Result<Option<Box<dyn LockGuard>>> {
        self.inner.lock(path, wait)
    }
}

const CONFIGURATION: &str =
    "[site]\nbaseurl = \"https://example.org\"\n[assets]\nbundle = true\n[theme]\nname = \"own\"\n";

const PICTURE: &[u8] = b"GIF89a\x03\x00\x02\x00\x00\x00\x00,\x00\x00\x00\x00\x03\x00\x02\x00\x00\x00;";

/// A site with an asset of each kind; stamps are soon trusted.
fn site() -> MemoryFileSystem {
    let fs = MemoryFileSystem::with_step_ns(1_000_000_007);
    fs.write("/site/bengal.toml", CONFIGURATION);
    let page =
        "<link rel=stylesheet href=/assets/main.css><script type=module src=/assets/app.js></script>{{ content }}";
    for name in ["page", "404"] {
        fs.write(format!("/site/templates/{name}.html"), page);
    }
    fs.write("/site/templates/home.html", "<style>{{ asset_inline('inline.css') }}</style>{{ content }}");
    fs.write("/site/templates/list.html", "{{ page.title }}");
    fs.write("/site/themes/own/assets/part.css", "@font-face { font-family: f; src: url(f.woff2) }");
    fs.write("/site/assets/main.css", "@import \"part.css\"; p { background: url(logo.svg) }");
    fs.write("/site/assets/other.css", "p { background: url(paper.gif) }");
    fs.write("/site/assets/inline.css", "i { margin: 1px }");
    fs.write("/site/assets/f.woff2", "a font");
    fs.write("/site/assets/paper.gif", PICTURE);
    fs.write("/site/assets/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>");
    fs.write("/site/assets/app.js", "import './lib.js';\n");
    fs.write("/site/assets/lib.js", "export let x;\n");
    fs.write("/site/static/raw.svg", "<svg/>");
    fs.write("/site/static/raw.css", "p { background: url(raw.svg) }");
    fs.write("/site/content/index.md", "# Home\n");
    fs.write("/site/content/docs/_index.md", "# Docs\n");
    fs.write("/site/content/docs/a.md", "# A\n\n![A cat](cat.gif) ![A dog](dog.svg)\n");
    fs.write("/site/content/docs/cat.gif", PICTURE);
    fs.write("/site/content/docs/dog.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"2\" height=\"2\"/>");
    fs
}

const ALL: [&str; 13] = [
    "assets/app.js",
    "assets/f.woff2",
    "assets/inline.css",
    "assets/lib.js",
    "assets/logo.svg",
    "assets/main.css",
    "assets/other.css",
    "assets/paper.gif",
    "content/docs/cat.gif",
    "content/docs/dog.svg",
    "static/raw.css",
    "static/raw.svg",
    "themes/own/assets/part.css",
];

/// Builds. Returns which assets were read.
#[track_caller]
fn run(fs: &MemoryFileSystem) -> Vec<String> {
    let counting = Arc::new(Counting { inner: fs.clone(), read: Mutex::default() });
    let options = BuildOptions { source: "/site".into(), jobs: 1, ..BuildOptions::default() };
    let report = build(&(Arc::clone(&counting) as Arc<dyn FileSystem>), &options, &Silent);
    assert!(report.success, "{:#?}", report.diagnostics);
    let read = counting.read.lock().unwrap();
    let sources = read.iter().filter_map(|path| path.strip_prefix("/site").ok());
    let folders = ["assets", "static", "themes", "content", ".bengal/cache-v1/images"];
    let is_asset =
        |path: &&Utf8Path| folders.iter().any(|folder| path.starts_with(folder)) && path.extension() != Some("md");
    sources.filter(is_asset).map(|path| path.as_str().to_owned()).collect()
}

fn output(fs: &MemoryFileSystem) -> BTreeMap<Utf8PathBuf, Arc<[u8]>> {
    fs.files().into_iter().filter(|(path, _)| path.starts_with("/site/public")).collect()
}

fn built() -> MemoryFileSystem {
    let fs = site();
    assert_eq!(run(&fs), ALL);
    assert_eq!(run(&fs), [""; 0]);
    fs
}

/// After an edit of the built site these assets are read, and no others; what comes of it is what a clean build makes.
#[track_caller]
fn reads(edit: impl Fn(&MemoryFileSystem), expected: &[&str]) {
    let fs = built();
    edit(&fs);
    assert_eq!(run(&fs), expected);
    let clean = site();
    edit(&clean);
    run(&clean);
    assert!(output(&fs) == output(&clean), "the output is not that of a clean build");
}

#[test]
fn the_text_of_a_page() {
    reads(|fs| fs.write("/site/content/docs/a.md", "# A\n\nMore. ![A cat](cat.gif) ![A dog](dog.svg)\n"), &[]);
}

#[test]
fn a_new_page_that_shows_what_others_show() {
    reads(|fs| fs.write("/site/content/docs/b.md", "# B\n\n![A cat](cat.gif)\n![A dog](dog.svg)\n"), &[]);
}

/// What is put into a page is read for it.
#[test]
fn a_template() {
    let template = "<style>{{ asset_inline('inline.css') }}</style>{{ page.title }}{{ content }}";
    reads(|fs| fs.write("/site/templates/home.html", template), &["assets/inline.css"]);
}

#[test]
fn a_picture() {
    reads(|fs| fs.write("/site/content/docs/cat.gif", [PICTURE, b" "].concat()), &["content/docs/cat.gif"]);
}

/// The sheets that the font is named in are linked again: what minifying made of them is known.
#[test]
fn a_font() {
    reads(|fs| fs.write("/site/assets/f.woff2", "another font"), &["assets/f.woff2"]);
}

#[test]
fn a_script_that_another_one_imports() {
    reads(|fs| fs.write("/site/assets/lib.js", "export let y;\n"), &["assets/app.js", "assets/lib.js"]);
}

/// The sheet that imports it is bundled again, and no other one.
#[test]
fn an_imported_sheet() {
    let part = "@font-face { font-family: g; src: url(f.woff2) }";
    reads(|fs| fs.write("/site/themes/own/assets/part.css", part), &["assets/main.css", "themes/own/assets/part.css"]);
}

/// The font loses its user and with it its fingerprint: it is written under another name.
#[test]
fn a_sheet_that_hides_the_one_of_the_theme() {
    let expected = ["assets/f.woff2", "assets/main.css", "assets/part.css"];
    reads(|fs| fs.write("/site/assets/part.css", "p { margin: 2px }"), &expected);
}

/// Sheets are processed in another way; nothing else is.
#[test]
fn an_option_of_the_minifier() {
    let configuration = CONFIGURATION.replace("bundle = true", "bundle = true\nminify = false");
    let sheets = ["assets/inline.css", "assets/main.css", "assets/other.css", "themes/own/assets/part.css"];
    reads(move |fs| fs.write("/site/bengal.toml", &configuration), &sheets);
}

/// What the URLs in a sheet mean depends on it, and so do bundles.
#[test]
fn a_base_path() {
    let configuration = CONFIGURATION.replace("example.org", "example.org/sub");
    let sheets = ["assets/inline.css", "assets/main.css", "assets/other.css", "themes/own/assets/part.css"];
    reads(move |fs| fs.write("/site/bengal.toml", &configuration), &sheets);
}

#[test]
fn a_new_asset() {
    reads(|fs| fs.write("/site/assets/new.css", "p { background: url(paper.gif) }"), &["assets/new.css"]);
}

/// Its picture is written under its plain name.
#[test]
fn an_asset_less() {
    reads(|fs| fs.remove_file("/site/assets/other.css".into()).unwrap(), &["assets/paper.gif"]);
}

#[test]
fn a_lost_file_of_the_output() {
    let fs = built();
    let before = output(&fs);
    let lost: Vec<&Utf8PathBuf> = before.keys().filter(|path| path.as_str().contains("/assets/app.")).collect();
    let [lost] = lost.as_slice() else { panic!("one file is lost: {lost:?}") };
    fs.remove_file(lost).unwrap();
    assert_eq!(run(&fs), ["assets/app.js"]);
    assert!(output(&fs) == before);
    fs.write((*lost).clone(), "of somebody else");
    assert_eq!(run(&fs), ["assets/app.js"]);
    assert!(output(&fs) == before);
}

/// A file that may change again without looking different is read again by the next build that has something to do.
#[test]
fn what_has_not_settled_is_read_again() {
    let fs = MemoryFileSystem::with_step_ns(1_000);
    site().files().into_iter().for_each(|(path, content)| fs.write(path, &*content));
    run(&fs);
    fs.write("/site/content/index.md", "# Other\n");
    assert_eq!(run(&fs), ALL);
}

/// Other stamps, as after a copy or a checkout: all is read, and nothing is different.
#[test]
fn a_copied_cache_or_a_damaged_record_is_no_loss_but_of_time() {
    let fs = built();
    let before = output(&fs);
    let copy = MemoryFileSystem::with_step_ns(1_000_000_007);
    copy.write("/elsewhere", "so that all times are others");
    fs.files().into_iter().for_each(|(path, content)| copy.write(path, &*content));
    assert_eq!(run(&copy), ALL);
    assert!(output(&copy) == before);

    let record = "/site/.bengal/cache-v1/assets.mpk";
    let content = fs.read(record.into()).unwrap();
    fs.write(record, &content[..content.len() / 2]);
    let page = fs.read("/site/content/docs/a.md".into()).unwrap();
    fs.write("/site/content/docs/a.md", [&*page, b"More.\n"].concat());
    assert_eq!(run(&fs), ALL);
    fs.write("/site/content/docs/a.md", page);
    assert_eq!(run(&fs), [""; 0]);
    assert!(output(&fs) == before);
}

/// Pictures of pages in other sizes: neither they nor those that they were made from are read as long as they are in place.
#[test]
fn made_pictures() {
    let fs = site();
    let mut picture = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(40, 20).write_to(&mut picture, image::ImageFormat::Png).unwrap();
    fs.write("/site/bengal.toml", format!("{CONFIGURATION}[images]\nwidths = [20]\nformats = ['webp']\n"));
    fs.write("/site/content/docs/p.png", picture.into_inner());
    fs.write("/site/content/docs/a.md", "# A\n");
    fs.write("/site/content/docs/b.md", "# B\n\n![A picture](p.png)\n");
    run(&fs);
    assert_eq!(run(&fs), [""; 0]);
    let before = output(&fs);
    fs.write("/site/content/docs/b.md", "# B\n\nMore. ![A picture](p.png)\n");
    assert_eq!(run(&fs), [""; 0], "the page with the picture");

    let lost: Vec<&Utf8PathBuf> = before.keys().filter(|path| path.as_str().contains("p.png.20w.")).collect();
    let [lost] = lost.as_slice() else { panic!("one file is lost: {lost:?}") };
    fs.remove_file(lost).unwrap();
    let read = run(&fs);
    assert!(read.len() == 1 && read[0].starts_with(".bengal"), "{read:?}");
    assert!(output(&fs).get(*lost) == before.get(*lost));
}
