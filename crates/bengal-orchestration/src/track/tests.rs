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
    TrackOptions { folder: "/tree".into(), jobs: 2, ..TrackOptions::default() }
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
fn references_to_files_have_a_place_where_that_is_asked_for_or_kept() {
    let files =
        [("a.html", "<p>\n<img src=B.png><img src=b.png>\n<img src=//c.example/d.png><img src=b.png>"), ("b.png", "1")];
    let places = |options: &TrackOptions| -> Vec<(u32, u32)> {
        let tree = tracked_with(&files, options);
        let page = tree.find("a.html").unwrap();
        tree.references.ids_of(page).map(|id| tree.place(id)).map(|place| (place.line, place.column)).collect()
    };
    let all = [(2, 10), (2, 25), (3, 10), (3, 37)];
    assert_eq!(places(&TrackOptions { places_of_found: true, ..options() }), all);
    // Another run may read it from there, and want them.
    assert_eq!(places(&TrackOptions { cache: Some("/cache.bin".into()), ..options() }), all);
    // A file in other letters is found later.
    assert_eq!(places(&options()), [(2, 10), (0, 0), (3, 10), (0, 0)]);
}

#[test]
fn what_one_folder_knows_of_a_url_is_not_what_another_does() {
    let page = "<img src=a.png><a href=b.pdf></a><iframe src=c></iframe><img src=c>";
    let tree = tracked(&[
        ("a.html", page),
        ("b.pdf", "1"),
        ("c.html", ""),
        ("x/a.html", page),
        ("x/a.png", "1"),
        ("y/a.html", page),
        ("y/c", "1"),
        ("y/d.html", page),
    ]);
    let expected = ["a.png", "c", "x/b.pdf", "x/c", "y/a.png", "y/b.pdf"];
    assert_eq!(missing(&tree), expected);
    let count = |path: &str| {
        tree.findings().missing.iter().find(|missing| missing.path == path).map(|missing| missing.references.len())
    };
    assert_eq!((count("c"), count("x/c"), count("y/a.png")), (Some(1), Some(2), Some(2)));
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
    drop(track(Arc::clone(&fs) as Arc<dyn FileSystem>, &options, &Untold).unwrap());
    let mut damaged = fs.read("/cache.bin".into()).unwrap();
    damaged.pop();
    fs.write("/cache.bin", damaged);
    let tree = track(Arc::clone(&fs) as Arc<dyn FileSystem>, &options, &Untold).unwrap();
    assert_eq!(tree.diagnostics()[0].code, "damaged-cache");
    let tree = track(fs, &options, &Untold).unwrap();
    assert_eq!((tree.diagnostics().len(), tree.summary().from_cache), (0, 1));
}

#[test]
fn files_of_others_are_no_cache_and_stay() {
    let fs = memory(&[("a.html", "<img src=x.png>")]);
    fs.write("/notes.txt", "my notes");
    fs.write("/notes/notes.txt", "my notes");
    fs.write("/other.mpk", bengal_cache::AssetDependencyMap::new().to_bytes("bengal").unwrap());
    let before = fs.files();
    let tracked = |cache: &str| {
        let options = TrackOptions { cache: Some(cache.into()), ..options() };
        track(Arc::clone(&fs) as Arc<dyn FileSystem>, &options, &Untold).unwrap_err()
    };
    for file in ["/notes.txt", "/other.mpk"] {
        let error = tracked(file);
        assert!(matches!(error, TrackError::ForeignCache { .. }) && error.hint().is_some(), "{error}");
    }
    for folder in ["/notes", "/notes/"] {
        assert!(matches!(tracked(folder), TrackError::Cache(bengal_cache::CacheError::NotACache { .. })));
    }
    assert!(matches!(tracked("/nowhere/cache.bin"), TrackError::CacheFile { .. }));
    assert_eq!(fs.files(), before);
    // Nothing is lost with an empty file.
    fs.write("/empty", "");
    let options = TrackOptions { cache: Some("/empty".into()), ..options() };
    assert!(track(fs, &options, &Untold).is_ok());
}

#[test]
fn a_cache_folder_that_is_in_use_is_waited_for_or_not() {
    #[derive(Default)]
    struct Waits(std::sync::Mutex<Option<bengal_cache::Cache>>);
    impl TrackObserver for Waits {
        fn waiting_for_lock(&self) {
            assert!(self.0.lock().unwrap().take().is_some());
        }
    }
    let fs = memory(&[("a.html", "")]);
    let open = || {
        bengal_cache::Cache::open(
            Arc::clone(&fs) as Arc<dyn FileSystem>,
            "/cache".into(),
            &bengal_cache::OpenOptions::new(),
        )
    };
    let options = TrackOptions { cache: Some("/cache/".into()), no_wait: true, ..options() };
    let waits = Waits(std::sync::Mutex::new(Some(open().unwrap())));
    let locked = track(Arc::clone(&fs) as Arc<dyn FileSystem>, &options, &waits);
    assert!(matches!(locked, Err(TrackError::Cache(bengal_cache::CacheError::Locked { .. }))));
    let options = TrackOptions { no_wait: false, ..options };
    assert!(track(Arc::clone(&fs) as Arc<dyn FileSystem>, &options, &waits).is_ok());
    assert!(waits.0.lock().unwrap().is_none());
}

#[test]
fn frames_are_not_passed_through() {
    let pages: Vec<(String, String)> = (0..300)
        .map(|n| (format!("p{n:03}.html"), format!("<iframe src=p{:03}.html></iframe><img src=i{n}.png>", n + 1)))
        .chain((0..300).map(|n| (format!("i{n}.png"), "1".to_owned())))
        .collect();
    let pages: Vec<(&str, &str)> = pages.iter().map(|(path, html)| (path.as_str(), html.as_str())).collect();
    let tree = tracked(&pages);
    let map = tree.map();
    assert_eq!(map.stats().edges, 600);
    assert_eq!(map.pages_using("i7.png").len(), 1);
    assert_eq!(tree.weights()[0].files, 3);
    let page = tree.page_tree(tree.find("p000.html").unwrap());
    assert_eq!(page.entries.len(), 2);
    assert_eq!(page.bytes, tree.weights()[0].bytes);
    assert!(unused(&tree).is_empty());
}

#[test]
fn a_frame_may_be_a_folder_or_a_document_in_other_letters() {
    let files = [
        ("index.html", "<iframe src=Docs></iframe><iframe src=About></iframe><img src=logo>"),
        ("docs/index.html", ""),
        ("about.html", ""),
        ("LOGO", ""),
        ("logo2/index.html", ""),
    ];
    let tree = tracked(&files);
    let wrong: Vec<_> =
        tree.findings().wrong_case.iter().map(|wrong| (wrong.path.as_str(), &*tree.file(wrong.file).path)).collect();
    assert_eq!(wrong, [("About", "about.html"), ("Docs", "docs/index.html"), ("logo", "LOGO")]);
    assert!(missing(&tree).is_empty());
}

#[test]
fn only_what_is_tracked_is_counted() {
    let files = [
        (
            "index.html",
            "<img src=a.png><img src=https://x/y.png><a href=page>p</a><a href=clean>c</a><img src=old/b.png><a href=a.png>a</a>",
        ),
        ("page.html", ""),
        ("a.png", ""),
    ];
    let tree = tracked_with(&files, &TrackOptions { ignore: vec!["old".to_owned()], ..options() });
    assert_eq!(tree.summary().references, 3, "a picture, another host, a download");
}

#[test]
fn suggestions_in_the_root_do_not_spend_the_budget_on_what_is_below() {
    let mut files: Vec<(String, String)> = (0..3000).map(|n| (format!("deep/f{n}.png"), String::new())).collect();
    files.push(("sub/style.css".to_owned(), String::new()));
    let wanted: String = (0..200).map(|n| format!("<img src=x{n}.png>")).collect();
    files.push(("index.html".to_owned(), format!("{wanted}<img src=sub/stlye.css>")));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let tree = tracked(&files);
    let found = tree.findings().missing.iter().find(|missing| missing.path == "sub/stlye.css").unwrap();
    assert_eq!(found.did_you_mean, tree.find("sub/style.css").ok());
}

#[test]
fn scripts_of_pages_are_looked_into() {
    let page = "<script type=importmap>{\"imports\": {\"a\": \"./a.js\", \"gone\": \"./gone.js\"}}</script>\
                <script type=module>import './b.js'; import 'a';</script>\
                <script type=application/ld+json>{\"image\": \"c.png\"}</script>";
    let tree = tracked(&[("index.html", page), ("a.js", ""), ("b.js", ""), ("c.png", "")]);
    assert_eq!((missing(&tree), unused(&tree)), (vec!["gone.js"], vec![]));
}

#[test]
fn a_url_without_a_scheme_has_none() {
    let page = "<script src=//cdn.example/x.js></script><script src=http://cdn.example/y.js></script>";
    let tree = tracked(&[("index.html", page)]);
    let external = tree.external();
    let [host] = external.as_slice() else { panic!("{external:?}") };
    let urls: Vec<&str> = host.urls.iter().map(|(url, _)| *url).collect();
    assert_eq!((host.host.as_str(), urls), ("cdn.example", vec!["//cdn.example/x.js", "http://cdn.example/y.js"]));
    let published = TrackOptions { base_url: Some("https://example.org/".into()), ..options() };
    let tree = tracked_with(&[("index.html", page)], &published);
    assert_eq!(tree.external()[0].urls[1].0, "https://cdn.example/x.js");
}

#[test]
fn files_are_found_by_encoded_paths_too() {
    let tree = tracked(&[("a b.png", ""), ("100%25.png", "")]);
    assert!(tree.find("a%20b.png").is_ok() && tree.find("/a b.png").is_ok() && tree.find("100%25.png").is_ok());
}

#[cfg(unix)]
mod links {
    use super::*;
    use bengal_core::fs::OsFileSystem;
    use std::os::unix::fs::symlink;

    fn tracked(folder: &Utf8Path) -> TrackedTree {
        track(Arc::new(OsFileSystem), &TrackOptions { folder: folder.to_owned(), ..TrackOptions::default() }, &Untold)
            .unwrap()
    }

    /// Each folder has two links to the next one.
    #[test]
    fn links_to_folders_with_links_do_not_multiply() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        for depth in 0..40 {
            OsFileSystem.create_dir_all(&root.join(format!("d{depth:02}"))).unwrap();
        }
        for depth in 0..39 {
            for link in ["a", "b"] {
                symlink(format!("../d{:02}", depth + 1), root.join(format!("d{depth:02}/{link}"))).unwrap();
            }
        }
        OsFileSystem.create_new(&root.join("d39/page.html"), b"<img src=gone.png>").unwrap();
        let tree = tracked(root);
        assert!(tree.files().len() <= 8 && tree.find("d39/page.html").is_ok(), "{}", tree.files().len());
        assert!(tree.diagnostics().iter().all(|found| found.code == "too-many-links"));
        assert!((1..=40 * 16).contains(&tree.diagnostics().len()));
        let paths = |tree: &TrackedTree| tree.files().iter().map(|file| file.path.clone()).collect::<Vec<_>>();
        assert_eq!(paths(&tree), paths(&tracked(root)));
    }

    #[test]
    fn a_file_is_used_under_each_of_its_names() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            OsFileSystem.create_dir_all(path.parent().unwrap()).unwrap();
            OsFileSystem.create_new(&path, text.as_bytes()).unwrap();
        };
        write("index.html", "<link rel=stylesheet href=l.css><img src=latest/a.png>");
        write("real.css", "");
        write("v2/a.png", "");
        write("v2/b.png", "");
        symlink("real.css", root.join("l.css")).unwrap();
        symlink("v2", root.join("latest")).unwrap();
        assert_eq!(unused(&tracked(root)), ["latest/b.png", "v2/b.png"]);
    }

    /// A size and a modification time that are as before say nothing: the time of the change does.
    #[test]
    fn a_file_with_its_old_time_set_back_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        OsFileSystem.create_dir_all(&root.join("t")).unwrap();
        let page = root.join("t/a.html");
        OsFileSystem.create_new(&page, b"<img src=one.png>").unwrap();
        for cache in ["track.mpk", "folder/"] {
            let options =
                TrackOptions { folder: root.join("t"), cache: Some(root.join(cache)), ..TrackOptions::default() };
            let run = || track(Arc::new(OsFileSystem), &options, &Untold).unwrap();
            std::thread::sleep(std::time::Duration::from_millis(120));
            run();
            let known = run();
            assert_eq!((known.summary().from_cache, known.summary().bytes_read), (1, 0), "the stamp had settled");
            let old = missing(&known)[0].to_owned();
            let new = if old == "one.png" { "two.png" } else { "one.png" };
            rewrite_in_place(&page, &format!("<img src={new}>"));
            assert_eq!(missing(&run()), [new]);
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the seam cannot set times")]
    fn rewrite_in_place(path: &Utf8Path, text: &str) {
        let modified = std::fs::metadata(path).unwrap().modified().unwrap();
        std::fs::write(path, text).unwrap();
        std::fs::File::options().write(true).open(path).unwrap().set_modified(modified).unwrap();
    }

    /// A link is the user's, and what it leads to is the cache.
    #[test]
    fn a_cache_behind_a_link_keeps_the_link() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        OsFileSystem.create_dir_all(&root.join("t")).unwrap();
        OsFileSystem.create_dir_all(&root.join("empty")).unwrap();
        OsFileSystem.create_dir_all(&root.join("mine")).unwrap();
        OsFileSystem.create_new(&root.join("mine/notes.txt"), b"notes").unwrap();
        let run = |cache: &str| {
            let options =
                TrackOptions { folder: root.join("t"), cache: Some(root.join(cache)), ..TrackOptions::default() };
            track(Arc::new(OsFileSystem), &options, &Untold).map(drop)
        };
        for (link, target) in [("to-empty", "empty"), ("to-mine", "mine"), ("to-nothing", "nothing")] {
            symlink(target, root.join(link)).unwrap();
        }
        assert!(run("to-empty").is_ok());
        assert!(matches!(run("to-mine"), Err(TrackError::Cache(bengal_cache::CacheError::NotACache { .. }))));
        assert!(matches!(run("to-nothing"), Err(TrackError::ForeignCache { .. })));
        for link in ["to-empty", "to-mine", "to-nothing"] {
            let kind = OsFileSystem.metadata(&root.join(link)).unwrap().kind;
            assert_eq!(kind, bengal_core::fs::FileKind::Symlink, "{link}");
        }
        assert!(OsFileSystem.metadata(&root.join("empty/CACHEDIR.TAG")).is_ok());
    }
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
    let tree = track(fs, &options(), &Untold).unwrap();
    assert_eq!(tree.summary(), TrackSummary::default());
    assert_eq!(tree.diagnostics().iter().map(|found| found.code).collect::<Vec<_>>(), ["no-pages"]);
}
