//! The engine on small trees in memory.

use super::*;
use bengal_core::fs::MemoryFileSystem;
use camino::Utf8Path;

fn memory(files: &[(&str, &str)]) -> Arc<MemoryFileSystem> {
    let fs = Arc::new(MemoryFileSystem::new());
    for (path, content) in files {
        let path = Utf8Path::new("/tree").join(path);
        fs.create_dir_all(path.parent().unwrap()).unwrap();
        fs.create_new(&path, content.as_bytes()).unwrap();
    }
    fs
}

fn options() -> TrackOptions {
    TrackOptions { folder: "/tree".into(), jobs: 2, started_ns: 100_000_000_000, ..TrackOptions::default() }
}

fn tracked_with(files: &[(&str, &str)], options: &TrackOptions) -> TrackedTree {
    track(memory(files), options, &Untold).unwrap()
}

fn tracked(files: &[(&str, &str)]) -> TrackedTree {
    tracked_with(files, &options())
}

fn missing(tree: &TrackedTree) -> Vec<&str> {
    tree.findings().missing.iter().map(|missing| missing.path.as_str()).collect()
}

fn unused(tree: &TrackedTree) -> Vec<&str> {
    tree.findings().unused.iter().map(|id| &*tree.file(*id).path).collect()
}

#[test]
fn a_missing_file_has_its_places_and_a_suggestion() {
    let page = "<p>é <img src=img/cta.png>\n\n<img src='img/cat.png'>";
    let tree = tracked(&[("a/b.html", page), ("a/img/cat.png", "12345")]);
    let [missing] = tree.findings().missing.as_slice() else { panic!("{:?}", tree.findings()) };
    assert_eq!(missing.path, "a/img/cta.png");
    assert_eq!(missing.did_you_mean, tree.find("a/img/cat.png").ok());
    let place = tree.place(missing.references[0]);
    assert_eq!((place.file, place.line, place.column, place.url), ("a/b.html", 1, 15, "img/cta.png"));
    assert!(unused(&tree).is_empty());
}

#[test]
fn the_closure_goes_through_css_svg_manifests_and_metadata() {
    let tree = tracked(&[
        (
            "index.html",
            "<link rel=stylesheet href=/css/a.css><link rel=manifest href=app.json><img src=i.svg>\
             <meta property=og:image content=/preview.png>\
             <script type=application/ld+json>{\"image\": [\"ld.png\", \"gone-ld.png\"]}</script>",
        ),
        ("css/a.css", "@import 'b.css';"),
        ("css/b.css", "@font-face { src: url(../f.woff2) } a { background: url(gone.png) }"),
        (
            "app.json",
            r#"{"icons": [{"src": "icon.png"}, {"src": "gone-icon.png"}], "screenshots": [{"src": "s.png"}]}"#,
        ),
        ("i.svg", "<svg xmlns='http://www.w3.org/2000/svg'><image href='in.png'/></svg>"),
        ("f.woff2", "font"),
        ("icon.png", ""),
        ("s.png", ""),
        ("in.png", ""),
        ("preview.png", "not loaded"),
        ("ld.png", "not loaded"),
        ("nobody.png", ""),
        ("nobody.css", "a { background: url(only-by-nobody.png) }"),
        ("only-by-nobody.png", ""),
    ]);
    assert_eq!(missing(&tree), ["css/gone.png", "gone-icon.png", "gone-ld.png"]);
    assert_eq!(unused(&tree), ["nobody.css", "nobody.png", "only-by-nobody.png"]);
    let loaded: u64 =
        ["index.html", "css/a.css", "css/b.css", "app.json", "i.svg", "f.woff2", "icon.png", "s.png", "in.png"]
            .into_iter()
            .map(|path| tree.file(tree.find(path).unwrap()).bytes)
            .sum();
    assert_eq!((tree.weights()[0].bytes, tree.weights()[0].files), (loaded, 9));
    let assets = tree.map().assets_of("index.html").unwrap();
    assert_eq!(assets.len(), 8 + 2 + 3, "loaded, previews, missing: {assets:?}");
}

#[test]
fn wrong_letter_case_is_a_finding_of_its_own() {
    let tree = tracked(&[
        ("index.html", "<img src=IMG/Cat.png><iframe src=Docs/></iframe>"),
        ("img/cat.png", ""),
        ("docs/index.html", ""),
    ]);
    assert!(missing(&tree).is_empty() && unused(&tree).is_empty());
    let wrong: Vec<_> =
        tree.findings().wrong_case.iter().map(|wrong| (wrong.path.as_str(), &*tree.file(wrong.file).path)).collect();
    assert_eq!(wrong, [("Docs/", "docs/index.html"), ("IMG/Cat.png", "img/cat.png")]);
}

#[test]
fn urls_are_resolved_as_browsers_do() {
    let files = [
        ("a/index.html", "<base href=../b/><img src='x%20y.png?v=1#f'><img src=/c/../d.png><img src=\\e.png>"),
        ("a/frame.html", "<iframe src=../a></iframe><iframe src=page></iframe><img src='?v'><img src=#x>"),
        (
            "a/page.html",
            "<a href=../manual.pdf>m</a><a href=../gone.pdf>g</a><a href=/clean-url>c</a><a href=../gone/>d</a>",
        ),
        ("b/x y.png", ""),
        ("d.png", ""),
        ("e.png", ""),
        ("manual.pdf", ""),
    ];
    let tree = tracked(&files);
    assert_eq!(missing(&tree), ["gone.pdf"]);
    assert!(unused(&tree).is_empty(), "{:?}", unused(&tree));
}

#[test]
fn a_base_url_makes_absolute_links_local() {
    let page = "<img src=https://example.org/docs/a.png><img src=//example.org/docs/b.png><img src=/docs/c.png>\
                <img src=/outside.png><img src=http://example.org/docs/gone.png><img src=https://cdn.example:8080/x.png>";
    let files = [("sub/index.html", page), ("a.png", ""), ("b.png", ""), ("c.png", "")];
    let options = TrackOptions { base_url: Some("https://example.org/docs".into()), ..options() };
    let tree = tracked_with(&files, &options);
    assert_eq!(missing(&tree), ["gone.png"]);
    assert!(unused(&tree).is_empty());
    let external = tree.external();
    let hosts: Vec<_> = external.iter().map(|host| (host.host.as_str(), host.urls[0].0)).collect();
    assert_eq!(
        hosts,
        [("cdn.example:8080", "https://cdn.example:8080/x.png"), ("example.org", "https://example.org/outside.png")]
    );
    assert!(tree.find("https://example.org/docs/sub/").is_ok());
    let wrong = TrackOptions { base_url: Some("ftp://x/".into()), ..options };
    assert!(matches!(track(memory(&files), &wrong, &Untold), Err(TrackError::BaseUrl { .. })));
}

#[test]
fn globs_ignore_and_allow() {
    let files = [
        ("index.html", "<img src=old/gone.png><img src=api/x.png><img src=ok.png>"),
        ("old/page.html", "<img src=never-read.png>"),
        ("deep/a.map", ""),
        ("b.map", ""),
        ("left.txt", ""),
        (".nojekyll", ""),
        ("robots.txt", ""),
    ];
    let given = |ignore: &[&str], allow: &[&str]| TrackOptions {
        ignore: ignore.iter().map(|glob| (*glob).to_owned()).collect(),
        allow: allow.iter().map(|glob| (*glob).to_owned()).collect(),
        ..options()
    };
    let tree = tracked_with(&files, &given(&["old", "/api/*"], &["*.map", "ok.png"]));
    assert!(missing(&tree).is_empty(), "{:?}", missing(&tree));
    assert_eq!(unused(&tree), ["left.txt"]);
    assert_eq!((tree.findings().allowed, tree.summary().pages), (3, 1));
    let malformed = track(memory(&files), &given(&["a[", "b"], &[]), &Untold);
    assert!(matches!(malformed, Err(TrackError::Glob { glob, .. }) if glob == "a["));
}

#[test]
fn users_are_found_through_style_sheets() {
    let tree = tracked(&[
        ("a.html", "<link rel=stylesheet href=s.css>"),
        ("b.html", "<img src=i.png>"),
        ("c.html", "<a href=i.png>x</a><iframe src=b.html></iframe>"),
        ("s.css", "a { background: url(i.png) }"),
        ("i.png", ""),
    ]);
    let users = tree.users(tree.find("i.png").unwrap());
    let shown: Vec<_> =
        users.iter().map(|user| (&*tree.file(user.file).path, user.via.map(|via| &*tree.file(via).path))).collect();
    assert_eq!(shown, [("a.html", Some("s.css")), ("b.html", None), ("c.html", None), ("s.css", None)]);
}

#[test]
fn a_page_tree_shows_everything_once() {
    let tree = tracked(&[
        ("a.html", "<link rel=stylesheet href=s.css><img src=i.png><img src=i.png><img src=gone.png>"),
        ("s.css", "@import 's.css'; a { background: url(i.png) }"),
        ("i.png", "12345"),
    ]);
    let page = tree.page_tree(tree.find("/a.html").unwrap());
    let shown: Vec<_> =
        page.entries.iter().map(|entry| (entry.depth, tree.destination(entry.reference), entry.repeated)).collect();
    let expected =
        [(1, "s.css", false), (2, "s.css", true), (2, "i.png", false), (1, "i.png", true), (1, "gone.png", false)];
    assert_eq!(shown, expected);
}

#[test]
fn what_is_not_utf8_is_read_and_said() {
    let fs = memory(&[("a.html", "<img src=gone.png>")]);
    fs.create_new("/tree/latin.html".into(), b"<meta charset=latin1><img src='caf\xe9.png'>").unwrap();
    fs.create_new("/tree/bad.css".into(), b"a { background: url(\xff.png) }").unwrap();
    let tree = track(fs, &options(), &Untold).unwrap();
    assert_eq!(tree.summary().not_utf8, 2);
    assert_eq!(tree.diagnostics().iter().map(|found| found.code).collect::<Vec<_>>(), ["not-utf8", "not-utf8"]);
    assert_eq!(missing(&tree), ["café.png", "gone.png", "\u{fffd}.png"]);
}

fn everything(tree: &TrackedTree) -> String {
    let places: Vec<_> =
        tree.findings().missing.iter().flat_map(|missing| &missing.references).map(|id| tree.place(*id)).collect();
    format!("{:?} {:?} {:?} {:?} {}", tree.files(), tree.findings(), places, tree.weights(), tree.map().to_json(""))
}

#[test]
fn the_cache_changes_nothing_but_what_is_read() {
    let files = [
        ("a.html", "<base href=b/><img src=x.png>"),
        ("b/c.html", "<link rel=manifest href=m.txt><link rel=stylesheet href=s.css><img src=gone.png>"),
        ("b/m.txt", r#"{"icons": [{"src": "x.png"}]}"#),
        ("b/s.css", "a { background: url(x.png) }"),
        ("b/x.png", "123"),
    ];
    for cache in ["/cache.bin", "/cache-folder/"] {
        let fs = memory(&files);
        let options = TrackOptions { cache: Some(cache.into()), ..options() };
        let plain =
            everything(&track(Arc::clone(&fs) as Arc<dyn FileSystem>, &super::tests::options(), &Untold).unwrap());
        let first = track(Arc::clone(&fs) as Arc<dyn FileSystem>, &options, &Untold).unwrap();
        assert_eq!((everything(&first), first.summary().from_cache), (plain.clone(), 0));
        let second = track(Arc::clone(&fs) as Arc<dyn FileSystem>, &options, &Untold).unwrap();
        assert_eq!((everything(&second), second.summary().from_cache), (plain, 4));
        // The same length, and no modification time that tells: the content does.
        fs.remove_file("/tree/b/c.html".into()).unwrap();
        let changed = files[1].1.replace("gone", "lost");
        fs.create_new("/tree/b/c.html".into(), changed.as_bytes()).unwrap();
        let third = track(Arc::clone(&fs) as Arc<dyn FileSystem>, &options, &Untold).unwrap();
        assert_eq!(missing(&third), ["b/lost.png"]);
        assert_eq!(third.summary().from_cache, 3);
    }
}

#[test]
fn a_damaged_cache_is_said_and_made_anew() {
    let fs = memory(&[("a.html", "<img src=x.png>")]);
    let options = TrackOptions { cache: Some("/cache.bin".into()), ..options() };
    fs.create_new("/cache.bin".into(), b"nonsense").unwrap();
    let tree = track(Arc::clone(&fs) as Arc<dyn FileSystem>, &options, &Untold).unwrap();
    assert_eq!(tree.diagnostics()[0].code, "damaged-cache");
    let tree = track(fs, &options, &Untold).unwrap();
    assert_eq!((tree.diagnostics().len(), tree.summary().from_cache), (0, 1));
}

#[test]
fn threads_do_not_count() {
    let files: Vec<(String, String)> = (0..40)
        .map(|n| (format!("p{n}/index.html"), format!("<img src=../i{}.png><img src=gone{}.png>", n % 7, n % 3)))
        .collect();
    let mut files: Vec<(&str, &str)> = files.iter().map(|(path, html)| (path.as_str(), html.as_str())).collect();
    files.push(("i3.png", "1"));
    let one = everything(&tracked_with(&files, &TrackOptions { jobs: 1, ..options() }));
    assert_eq!(one, everything(&tracked_with(&files, &TrackOptions { jobs: 4, ..options() })));
}

#[test]
fn no_folder_is_an_error_and_an_empty_one_is_none() {
    let fs = Arc::new(MemoryFileSystem::new());
    assert!(matches!(
        track(Arc::clone(&fs) as Arc<dyn FileSystem>, &options(), &Untold),
        Err(TrackError::Folder { .. })
    ));
    fs.create_dir_all("/tree".into()).unwrap();
    assert_eq!(track(fs, &options(), &Untold).unwrap().summary(), TrackSummary::default());
}
