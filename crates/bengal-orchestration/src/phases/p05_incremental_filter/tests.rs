//! Each kind of read is needed: without the reads of it on record, the next build is wrong.

use crate::phase::Silent;
use crate::records::{Records, Rising};
use crate::{BuildOptions, build};
use bengal_cache::{Cache, OpenOptions};
use bengal_core::fs::{FileSystem, MemoryFileSystem};
use camino::Utf8PathBuf;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A page that reads, and an edit after which its reads of one kind have other answers.
struct Case {
    kind: &'static str,
    template: &'static str,
    page: &'static str,
    edit: fn(&MemoryFileSystem),
}

const CASES: [Case; 14] = [
    Case {
        kind: "settings",
        template: "{{ page.excerpt }}",
        page: "Some words that are in an excerpt.\n",
        edit: |fs| fs.write("/site/bengal.toml", "[content]\nexcerpt_length = 10\n[params]\ncolor = \"red\"\n"),
    },
    Case {
        kind: "page",
        template: "{{ get_page('docs/a').title }}",
        page: "",
        edit: |fs| fs.write("/site/content/docs/a.md", "---\ntitle: Other\n---\n## Setup\n"),
    },
    Case {
        kind: "section",
        template: "{% for p in get_section('docs').pages %}{{ p.url }}{% endfor %}",
        page: "",
        edit: |fs| fs.write("/site/content/docs/c.md", "# C\n"),
    },
    Case {
        kind: "nav-level",
        template: "{{ nav_tree(get_section('docs'), whole=1) }}",
        page: "",
        edit: |fs| fs.write("/site/content/docs/a.md", "---\ntitle: Other\n---\n## Setup\n"),
    },
    Case {
        kind: "nav-fits",
        template: "{{ nav_tree(get_section('docs'), whole=4) }}",
        page: "",
        edit: |fs| fs.remove_file("/site/content/docs/deep/two.md".into()).unwrap(),
    },
    Case {
        kind: "site",
        template: "{% for p in site.pages %}{{ p.url }}{% endfor %}",
        page: "",
        edit: |fs| fs.write("/site/content/docs/c.md", "# C\n"),
    },
    Case {
        kind: "term",
        template: "{% for t in page.tags %}{{ t.count }}{% endfor %}",
        page: "",
        edit: |fs| fs.write("/site/content/docs/b.md", "---\ntitle: B\ntags: [x]\n---\nText.\n"),
    },
    Case {
        kind: "config",
        template: "{{ config.params.color }}",
        page: "",
        edit: |fs| fs.write("/site/bengal.toml", "[params]\ncolor = \"blue\"\n"),
    },
    Case {
        kind: "data",
        template: "{{ site.data.d.x }}",
        page: "",
        edit: |fs| fs.write("/site/data/d.toml", "x = 2\n"),
    },
    Case {
        kind: "template",
        template: "{% include 'partials/part.html' %}",
        page: "",
        edit: |fs| fs.write("/site/templates/partials/part.html", "another part"),
    },
    Case {
        kind: "file",
        template: "{{ content }}",
        page: ":::{include} _part.md\n:::\n",
        edit: |fs| fs.write("/site/content/_part.md", "Another part.\n"),
    },
    Case {
        kind: "reference",
        template: "{% if get_page('docs/c') %}there{% endif %}",
        page: "",
        edit: |fs| fs.write("/site/content/docs/c.md", "# C\n"),
    },
    Case {
        kind: "asset",
        template: "{{ asset_integrity('a.css') }}",
        page: "",
        edit: |fs| fs.write("/site/assets/a.css", "b { margin: 0 }\n"),
    },
    Case {
        kind: "anchors",
        template: "{{ content }}",
        page: "[[docs/a#setup]]\n",
        edit: |fs| fs.write("/site/content/docs/a.md", "---\ntitle: A\n---\n## Another text {#setup}\n"),
    },
];

fn site(case: &Case) -> MemoryFileSystem {
    let fs = MemoryFileSystem::new();
    fs.write("/site/bengal.toml", "[params]\ncolor = \"red\"\n");
    for name in ["page", "list", "home", "404", "taxonomy", "term"] {
        fs.write(format!("/site/templates/{name}.html"), "{{ content }}");
    }
    fs.write("/site/templates/reader.html", case.template);
    fs.write("/site/templates/partials/part.html", "a part");
    fs.write("/site/data/d.toml", "x = 1\n");
    fs.write("/site/assets/a.css", "a { margin: 0 }\n");
    fs.write("/site/content/index.md", "# Home\n");
    fs.write("/site/content/_part.md", "A part.\n");
    fs.write("/site/content/reader.md", format!("---\ntemplate: reader.html\ntags: [x]\n---\n{}", case.page));
    fs.write("/site/content/docs/_index.md", "---\ntitle: Docs\n---\n");
    fs.write("/site/content/docs/a.md", "---\ntitle: A\n---\n## Setup\n");
    fs.write("/site/content/docs/b.md", "---\ntitle: B\n---\nText.\n");
    for name in ["_index", "one", "two"] {
        fs.write(format!("/site/content/docs/deep/{name}.md"), "Text.\n");
    }
    fs
}

fn run(fs: &MemoryFileSystem) -> BTreeMap<Utf8PathBuf, Arc<[u8]>> {
    let options = BuildOptions { source: "/site".into(), jobs: 1, ..BuildOptions::default() };
    let report = build(&(Arc::new(fs.clone()) as Arc<dyn FileSystem>), &options, &Silent);
    assert!(report.success, "{:?}", report.diagnostics);
    fs.files().into_iter().filter(|(path, _)| path.starts_with("/site/public")).collect()
}

/// Takes the reads of a kind out of the record of the reader, and says how many there were.
fn hide(fs: &MemoryFileSystem, kind: &str) -> usize {
    let fs: Arc<dyn FileSystem> = Arc::new(fs.clone());
    let cache = Cache::open(fs, "/site/.bengal".into(), &OpenOptions::new()).unwrap();
    let mut records = Records::load(&cache, &mut Vec::new()).unwrap();
    let reads = &records.pages.reads;
    let is_hidden = |number: &u32| reads.key(*number).parts()[0] == kind;
    let record = records.pages.pages.get_mut("content/reader.md").unwrap();
    let before = record.reads.iter().count();
    record.reads = Rising::of(record.reads.iter().filter(|number| !is_hidden(number)));
    let hidden = before - record.reads.iter().count();
    records.save(&cache).unwrap();
    hidden
}

#[test]
fn each_kind_of_read_is_needed() {
    let mut problems = Vec::new();
    for case in CASES {
        let kind = case.kind;
        let clean = {
            let fs = site(&case);
            (case.edit)(&fs);
            run(&fs)
        };
        let fs = site(&case);
        let before = run(&fs);
        let hiding = fs.fork();
        (case.edit)(&fs);
        if run(&fs) != clean {
            problems.push(format!("{kind}: with all reads the build is not equal to a clean one"));
        }
        if hide(&hiding, kind) == 0 {
            problems.push(format!("{kind}: the page has no such read"));
        }
        (case.edit)(&hiding);
        let reader = Utf8PathBuf::from("/site/public/reader/index.html");
        let without = run(&hiding);
        if without[&reader] == clean[&reader] || without[&reader] != before[&reader] {
            problems.push(format!("{kind}: without these reads nothing is wrong"));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
