//! What is known from an earlier preparation: the result is the same, and less is read.

use crate::{AssetInput, AssetSettings, AssetSource, Known, Prepared, Resolver, prepare, prepare_knowing};
use bengal_core::Config;
use bengal_core::fs::{FileKind, FileSystem, MemoryFileSystem, Metadata, Now, SiteFiles, Stamp};
use proptest::prelude::*;
use std::sync::Arc;

/// Logical paths, and what may be there. Those of `static/` are published verbatim.
const PLACES: [(&str, &[&str]); 8] = [
    (
        "a.css",
        &[
            "@import 'b.css';p{color:red}",
            "@import 'b.css' print;@import 'no.css';",
            "p { src: url(f.woff) }",
            "p {",
            "é{}",
        ],
    ),
    ("b.css", &["@import 'c/c.css';q{src:url(g.svg)}", "q { color : blue }", "@import 'a.css';", ""]),
    ("c/c.css", &["c{src:url(../f.woff)}", "c { src: url('/no.png') }", "@namespace x url(y);c{}"]),
    ("f.woff", &["f", "ff"]),
    ("g.svg", &["<svg><image href='f.woff'/></svg>", "<svg/>", "\u{feff}<svg><use href='g.svg#x'/></svg>"]),
    ("m.js", &["import './n.js';", "import('./n.js'); new URL('f.woff', import.meta.url)", "let x"]),
    ("n.js", &["export * from './m.js'", "export let n", "import './no.js'"]),
    ("static/v.css", &["@import '../a.css';", "v { src: url(/f.woff) }"]),
];

fn config() -> impl Strategy<Value = Config> {
    (any::<[bool; 3]>(), prop_oneof![Just(""), Just("/sub")]).prop_map(|([minify, bundle, fingerprint], base_path)| {
        let mut config = Config::default();
        (config.assets.minify, config.assets.bundle, config.assets.fingerprint) = (minify, bundle, fingerprint);
        (config.site.origin, config.site.base_path) = ("https://example.org".into(), base_path.into());
        config
    })
}

/// For each place which of its contents is there, if any.
fn contents() -> impl Strategy<Value = Vec<Option<prop::sample::Index>>> {
    prop::collection::vec(prop::option::weighted(0.9, any::<prop::sample::Index>()), PLACES.len())
}

/// The same, but for one or two of them.
fn edited(before: &[Option<prop::sample::Index>], edits: Edits) -> Vec<Option<prop::sample::Index>> {
    let mut after = before.to_vec();
    for (place, wanted) in edits {
        after[place] = wanted;
    }
    after
}

type Edits = Vec<(usize, Option<prop::sample::Index>)>;

fn edits() -> impl Strategy<Value = Edits> {
    prop::collection::vec((0..PLACES.len(), prop::option::weighted(0.9, any::<prop::sample::Index>())), 0..3)
}

/// Puts files where others are now; those that stay the same keep their stamps.
fn write(fs: &MemoryFileSystem, contents: &[Option<prop::sample::Index>]) {
    for ((path, texts), wanted) in PLACES.iter().zip(contents) {
        let path = format!("/{path}");
        let wanted = wanted.map(|index| texts[index.index(texts.len())].as_bytes());
        let now = fs.read(path.as_str().into()).ok();
        match wanted {
            Some(wanted) if now.as_deref() != Some(wanted) => fs.write(path, wanted),
            None if now.is_some() => fs.remove_file(path.as_str().into()).unwrap(),
            _ => {}
        }
    }
}

fn prepared(fs: &MemoryFileSystem, config: &Config, known: Option<Known>) -> Prepared {
    let there = PLACES.iter().filter(|(path, _)| fs.read(format!("/{path}").as_str().into()).is_ok());
    let input = |(path, _): &(&str, _)| AssetInput {
        logical: (*path).to_owned(),
        source: AssetSource::File(path.into()),
        verbatim: path.starts_with("static"),
    };
    let files = SiteFiles::new(Arc::new(fs.clone()), "/".into()).unwrap();
    let resolver = Resolver::new(config);
    let (options, base_path) = (&config.assets, config.site.base_path.as_str());
    let settings = AssetSettings { options, base_path, resolver: &resolver, exists: &|_| false };
    let inputs = there.map(input).collect();
    match known {
        Some(known) => prepare_knowing(known, inputs, &files, &settings),
        None => prepare(inputs, &files, &settings),
    }
}

/// All that comes of a preparation.
fn shown(fs: &MemoryFileSystem, prepared: &Prepared) -> String {
    let files = SiteFiles::new(Arc::new(fs.clone()), "/".into()).unwrap();
    let graph = prepared.graph(|logical| logical.starts_with('a'));
    let published = prepared.publications(&graph).map(|publication| {
        let bytes = publication.read(&files).unwrap();
        (publication.path, String::from_utf8_lossy(&bytes).into_owned())
    });
    let published: Vec<_> = published.collect();
    format!("{published:#?} {:#?} {graph:#?} {:#?}", prepared.table.addresses(true), prepared.diagnostics)
}

/// A moment before every file: nothing has settled.
fn long_ago() -> Now {
    let metadata = Metadata { kind: FileKind::File, len: 0, modified_ns: 0, changed_ns: 0, inode: 0 };
    Now::from_stamp(Stamp::of_any(&metadata))
}

proptest! {
    #[test]
    fn changes_nothing(
        before in contents(),
        edits in edits(),
        (one, other) in (config(), prop::option::weighted(0.3, config())),
        is_copied in any::<bool>(),
    ) {
        let fs = MemoryFileSystem::new();
        let other = other.unwrap_or_else(|| one.clone());
        write(&fs, &before);
        let known = prepared(&fs, &one, None).into_known();
        let known = if is_copied { known.settled(long_ago()) } else { known };
        write(&fs, &edited(&before, edits));
        let clean = shown(&fs, &prepared(&fs, &other, None));
        let again = prepared(&fs, &other, Some(known));
        prop_assert_eq!(shown(&fs, &again), clean.as_str());
        let known = again.into_known();
        let third = prepared(&fs, &other, Some(known.clone()));
        prop_assert_eq!(shown(&fs, &third), clean);
        prop_assert_eq!(third.into_known(), known, "nothing is forgotten");
    }
}
