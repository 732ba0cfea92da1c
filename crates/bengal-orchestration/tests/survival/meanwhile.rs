//! Somebody edits the sources while an incremental build is at work, at every operation of it: the next build is right.

use super::faulty::{Edit, Fault, Faulty};
use super::site::{difference, output, run, run_on, site, work};
use bengal_core::fs::{FileSystem, MemoryFileSystem};
use std::sync::Arc;

/// Files that the build only looks at, and such as it reads: pages, a part of one, a template, data, an asset, settings; a file more, and one less.
const EDITS: [Edit; 9] = [
    Edit { path: "/site/content/docs/a.md", text: Some("---\ntitle: Ä\ntags: [y]\n---\nOther.\n") },
    Edit { path: "/site/content/docs/c.md", text: Some("---\ntitle: See\n---\nOther.\n") },
    Edit { path: "/site/content/docs/_part.md", text: Some("Another part.\n") },
    Edit { path: "/site/content/docs/e.md", text: Some("---\ntitle: E\n---\nMore.\n") },
    Edit { path: "/site/content/docs/a.md", text: None },
    Edit { path: "/site/templates/page.html", text: Some("<b>{{ page.title }}</b>{{ content }}") },
    Edit { path: "/site/data/d.toml", text: Some("x = 2\n") },
    Edit { path: "/site/assets/a.css", text: Some("b { background: url(logo.svg) }\n") },
    Edit {
        path: "/site/bengal.toml",
        text: Some("[site]\ntitle = \"T\"\nbaseurl = \"https://example.org\"\n[params]\ncolor = \"blue\"\n"),
    },
];

/// The site, built, with the text of two pages edited since.
fn built_and_edited() -> MemoryFileSystem {
    let fs = site();
    assert!(run(&fs).success);
    // One more, so that everything is known.
    assert_eq!(work(&run(&fs)), [0; 4]);
    for path in ["/site/content/docs/b.md", "/site/content/docs/c.md"] {
        let text = fs.read(path.into()).unwrap();
        fs.write(path, [&text[..], b"\nMore.\n"].concat());
    }
    fs
}

/// What is wrong after a build with an edit in its middle, and the one that follows.
fn problem(base: &MemoryFileSystem, at: usize, edit: Edit) -> Option<String> {
    let fs = base.fork();
    let files = Arc::new(Faulty::new(&fs, Fault::Edited(at, edit)));
    let report = run_on(&(Arc::clone(&files) as Arc<dyn FileSystem>));
    let said = format!("{edit:?} at operation {at}: it said {:?}", report.diagnostics);
    let clean = base.fork();
    edit.apply(&clean);
    for own in ["/site/public", "/site/.bengal"] {
        let files: Vec<_> = clean.files().into_keys().filter(|path| path.starts_with(own)).collect();
        files.iter().for_each(|path| clean.remove_file(path).unwrap());
    }
    assert!(run(&clean).success);
    let next = run(&fs);
    if !next.success {
        return Some(format!("the next build fails: {:?}\n{said}", next.diagnostics));
    }
    if let Some(difference) = difference(&output(&fs), &output(&clean)) {
        return Some(format!("after the next build {difference}: {:?}\n{said}", next.diagnostics));
    }
    let again = run(&fs);
    (work(&again) != [0; 4]).then(|| format!("one build more does {:?}\n{said}", work(&again)))
}

#[test]
fn edited_at_every_operation() {
    let base = built_and_edited();
    let files = Arc::new(Faulty::new(&base.fork(), Fault::Never));
    let report = run_on(&(Arc::clone(&files) as Arc<dyn FileSystem>));
    assert_eq!((report.success, report.pages.rendered), (true, 2));
    let operations = files.operations();
    assert!(operations > 100, "only {operations} operations");
    let cases = (0..operations).flat_map(|at| EDITS.map(|edit| (at, edit)));
    let problems: Vec<String> = cases.filter_map(|(at, edit)| problem(&base, at, edit)).collect();
    assert!(problems.is_empty(), "{} problems\n\n{}", problems.len(), problems[..problems.len().min(9)].join("\n\n"));
}

/// What a build read is compared again at its end: pages made before and after an edit do not stay beside each other.
#[test]
fn a_template_that_changes_after_it_was_read_is_noticed() {
    let base = built_and_edited();
    let operations = Faulty::new(&base.fork(), Fault::Never);
    let files = Arc::new(operations);
    run_on(&(Arc::clone(&files) as Arc<dyn FileSystem>));
    let noticed = |edit: Edit| {
        let reports = (0..files.operations()).map(|at| {
            let files = Faulty::new(&base.fork(), Fault::Edited(at, edit));
            run_on(&(Arc::new(files) as Arc<dyn FileSystem>))
        });
        reports.filter(|report| report.diagnostics.iter().any(|problem| problem.code == "changed-meanwhile")).count()
    };
    assert!(noticed(EDITS[5]) > 20, "a template, read by each build");
    assert!(noticed(EDITS[2]) > 5, "a part of a page that is made");
    assert_eq!(noticed(EDITS[0]), 0, "a page that is known, and not read");
}
