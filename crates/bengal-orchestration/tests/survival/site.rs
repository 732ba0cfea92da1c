//! A small site with an edit that changes, adds and removes files of the output.

use bengal_core::fs::{FileSystem, MemoryFileSystem};
use bengal_orchestration::{BuildOptions, BuildReport, Silent, build};
use camino::Utf8PathBuf;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) type Output = BTreeMap<Utf8PathBuf, Arc<[u8]>>;

/// Files in the output folder that nobody may touch.
pub(crate) const FOREIGN: [&str; 2] = ["/site/public/foreign.txt", "/site/public/docs/b/foreign.txt"];

/// The sources, with a clock whose stamps are soon trusted.
pub(crate) fn site() -> MemoryFileSystem {
    let fs = MemoryFileSystem::with_step_ns(1_000_000_007);
    fs.write(
        "/site/bengal.toml",
        "[site]\ntitle = \"T\"\nbaseurl = \"https://example.org\"\n[params]\ncolor = \"red\"\n",
    );
    let page = "{{ page.title }} <link rel=\"stylesheet\" href=\"/assets/a.css\">{{ content }}{{ params.color }}";
    for name in ["page", "home", "404", "taxonomy", "term"] {
        fs.write(format!("/site/templates/{name}.html"), page);
    }
    let list = "{{ page.title }}{% for p in section.pages %}{{ p.title }}{% endfor %}{{ site.data.d.x }}";
    fs.write("/site/templates/list.html", list);
    fs.write("/site/data/d.toml", "x = 1\n");
    fs.write("/site/assets/a.css", "a { background: url(logo.svg) }\n");
    fs.write("/site/assets/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\"/>");
    fs.write("/site/static/file.txt", "a file");
    fs.write("/site/content/index.md", "# Home\n\n![Logo](/assets/logo.svg)\n");
    fs.write("/site/content/docs/_index.md", "---\ntitle: Docs\n---\n");
    fs.write("/site/content/docs/a.md", "---\ntitle: A\ntags: [x]\n---\nSee [[docs/c]] and [gone](gone.md).\n");
    fs.write("/site/content/docs/b.md", "---\ntitle: B\n---\n:::{include} _part.md\n:::\n");
    fs.write("/site/content/docs/c.md", "---\ntitle: C\n---\nText.\n");
    fs.write("/site/content/docs/_part.md", "A part.\n");
    fs
}

/// A template and a picture are edited, a page is deleted, another one is written.
pub(crate) fn edit(fs: &MemoryFileSystem) {
    let list = "<b>{{ page.title }}</b>{% for p in section.pages %}{{ p.title }};{% endfor %}{{ site.data.d.x }}";
    fs.write("/site/templates/list.html", list);
    fs.write("/site/assets/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"2\"/>");
    fs.remove_file("/site/content/docs/b.md".into()).unwrap();
    fs.write("/site/content/docs/d.md", "---\ntitle: D\n---\nText.\n");
}

/// The site, built, with foreign files in the output, and edited then.
pub(crate) fn built_and_edited() -> MemoryFileSystem {
    let fs = site();
    assert!(run(&fs).success);
    FOREIGN.iter().for_each(|path| fs.write(path, "of somebody else"));
    edit(&fs);
    fs
}

/// The output of a clean build of the edited site, with the foreign files.
pub(crate) fn expected() -> Output {
    let fs = site();
    edit(&fs);
    assert!(run(&fs).success);
    FOREIGN.iter().for_each(|path| fs.write(path, "of somebody else"));
    output(&fs)
}

pub(crate) fn run(fs: &MemoryFileSystem) -> BuildReport {
    run_on(&(Arc::new(fs.clone()) as Arc<dyn FileSystem>))
}

pub(crate) fn run_on(fs: &Arc<dyn FileSystem>) -> BuildReport {
    let options = BuildOptions { source: "/site".into(), jobs: 1, ..BuildOptions::default() };
    build(fs, &options, &Silent)
}

/// The files below a folder.
pub(crate) fn below(fs: &MemoryFileSystem, folder: &str) -> Output {
    fs.files().into_iter().filter(|(path, _)| path.starts_with(folder)).collect()
}

pub(crate) fn output(fs: &MemoryFileSystem) -> Output {
    below(fs, "/site/public")
}

/// Rendered, relinked, written and removed.
pub(crate) fn work(report: &BuildReport) -> [usize; 4] {
    [report.pages.rendered, report.pages.relinked, report.files.written, report.files.removed]
}

/// How an output is not as it should be, if so: paths, not contents.
pub(crate) fn difference(found: &Output, expected: &Output) -> Option<String> {
    let missing = expected.keys().find(|path| !found.contains_key(*path)).map(|path| format!("{path} is missing"));
    let extra = || found.keys().find(|path| !expected.contains_key(*path)).map(|path| format!("{path} is there"));
    let other = || {
        let mut both = expected.iter().filter(|(path, content)| found.get(*path) != Some(content));
        both.next().map(|(path, _)| format!("{path} has other bytes"))
    };
    missing.or_else(extra).or_else(other)
}
