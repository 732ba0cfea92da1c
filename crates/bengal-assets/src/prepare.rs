//! From assets to a complete link table.

use crate::asset::AssetInput;
use crate::cursor::Cursor;
use crate::cycles::{components, way_back};
use crate::edit;
use crate::extract::{self, FileReference};
use crate::globs;
use crate::graph::AssetReference;
use crate::hashes::Hashes;
use crate::load::{self, Loaded, Read};
use crate::missing::{self, Names};
use crate::name::with_fingerprint;
use crate::publish::{Content, Prepared, PreparedAsset};
use crate::resolve::{Destination, Resolver};
use crate::role::Role;
use crate::table::{Entry, LinkTable};
use crate::target::{needs_base, published_url};
use bengal_core::config::AssetsConfig;
use bengal_core::fs::SiteFiles;
use bengal_core::{Diagnostic, Digest, Location};
use bengal_html::Kind;
use globset::GlobSet;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::fmt;

/// What the preparation needs to know of the site.
#[derive(Clone, Copy)]
pub struct AssetSettings<'s> {
    /// `[assets]`.
    pub options: &'s AssetsConfig,
    /// The path of the base URL: empty, or `/path`.
    pub base_path: &'s str,
    /// From URLs to logical paths.
    pub resolver: &'s Resolver,
    /// Whether the site publishes something else, such as a page, at a logical path.
    pub exists: &'s (dyn Fn(&str) -> bool + Sync),
}

impl fmt::Debug for AssetSettings<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssetSettings").field("options", self.options).finish_non_exhaustive()
    }
}

/// Reads, processes, links and names all assets, in parallel where they do not depend on each other. Writes nothing.
///
/// Later inputs with a logical path that is taken are ignored. Memory holds the texts in which references are; all other files
/// are read, digested and dropped. Linear in the bytes of the assets.
pub fn prepare(inputs: Vec<AssetInput>, files: &SiteFiles, settings: &AssetSettings<'_>) -> Prepared {
    let options = settings.options;
    let mut diagnostics = Vec::new();
    let stable = globs::compile("assets.stable", &options.stable, &mut diagnostics);
    let exclude = globs::compile("assets.exclude", &options.exclude, &mut diagnostics);
    let mut inputs: Vec<AssetInput> =
        inputs.into_iter().filter(|input| !exclude.is_match(input.logical.as_str())).collect();
    inputs.sort_by(|a, b| a.logical.cmp(&b.logical));
    inputs.dedup_by(|later, first| later.logical == first.logical);

    let mut unreadable = Vec::new();
    let mut loaded = Vec::with_capacity(inputs.len());
    for read in load::read_all(inputs, files) {
        match read {
            Read::Done(asset, problem) => {
                diagnostics.extend(problem);
                loaded.push(*asset);
            }
            Read::Failed { logical, problem } => {
                diagnostics.push(problem);
                unreadable.push(logical);
            }
        }
    }
    diagnostics.extend(load::process(&mut loaded, options, settings.resolver));

    let index: FxHashMap<&str, usize> =
        loaded.iter().enumerate().map(|(at, asset)| (asset.input.logical.as_str(), at)).collect();
    let looked_into: Vec<LookedInto> = loaded.par_iter().map(|asset| look_into(asset, &index, settings)).collect();
    diagnostics.extend(report_missing(&loaded, &looked_into, &unreadable));
    diagnostics.extend(looked_into.iter().filter_map(|found| found.problem.clone()));

    let is_named = named(&loaded, options.fingerprint, &stable);
    let links: Vec<&[Link]> = looked_into.iter().map(|found| found.links.as_slice()).collect();
    diagnostics.extend(import_cycles(&loaded, &links));
    let linked = link_all(&loaded, &links, &is_named, settings.base_path);

    let mut reach = vec![Reach::default(); loaded.len()];
    for (from, links) in links.iter().enumerate() {
        for target in links.iter().filter_map(|link| link.target) {
            match target == from {
                true => reach[target].by_itself = true,
                false => reach[target].by_others = true,
            }
            reach[target].by_verbatim |= loaded[from].input.verbatim;
        }
    }
    drop(index);
    finish(loaded, looked_into, linked, reach, options.fingerprint, unreadable, diagnostics)
}

/// Who refers to an asset.
#[derive(Clone, Copy, Default)]
struct Reach {
    by_others: bool,
    by_itself: bool,
    /// A file that is published verbatim, and so knows only logical paths.
    by_verbatim: bool,
}

/// A reference of the published text of an asset.
struct Link {
    reference: FileReference,
    /// The asset that it leads to, by number.
    target: Option<usize>,
    /// Whether it leads to a place of the site.
    is_here: bool,
}

/// What is in an asset.
#[derive(Default)]
struct LookedInto {
    /// In the published text.
    links: Vec<Link>,
    /// In the source, with the place; those of the site only.
    references: Vec<AssetReference>,
    /// Those among them that lead nowhere, with the place in full.
    missing: Vec<(usize, Location)>,
    problem: Option<Diagnostic>,
}

fn look_into(asset: &Loaded, index: &FxHashMap<&str, usize>, settings: &AssetSettings<'_>) -> LookedInto {
    let (Some(source), Some(published)) = (asset.text.as_deref(), asset.published_text()) else {
        return LookedInto::default();
    };
    let Some(in_source) = extract::references(asset.role, source) else {
        let message = "this script is too large or too intricate to be looked into; what it imports keeps its name";
        let problem = Diagnostic::note("script-not-linked", message).in_file(asset.path().into());
        return LookedInto { problem: Some(problem), ..LookedInto::default() };
    };
    let resolve = |references: &[FileReference]| -> Vec<Option<String>> {
        let base_href = references.iter().find(|reference| reference.kind == Kind::Base);
        let base = settings.resolver.base_of(&asset.url(), base_href.map(|reference| reference.url.as_str()));
        let local = |reference: &FileReference| match settings.resolver.destination(&base, &reference.url)? {
            Destination::Here(path) => Some(path),
            Destination::Elsewhere(_) => None,
        };
        references.iter().map(local).collect()
    };
    let mut found = LookedInto::default();
    let mut cursor = Cursor::new(source);
    for (reference, logical) in in_source.iter().zip(resolve(&in_source)) {
        let Some(logical) = logical.filter(|_| reference.kind != Kind::Base) else { continue };
        let place = missing::location(asset.path().into(), source, &mut cursor, &reference.span);
        let (line, column) = (place.line, place.column);
        let is_there = index.contains_key(logical.as_str()) || (settings.exists)(&logical);
        if reference.must_exist && !is_there {
            found.missing.push((found.references.len(), place));
        }
        found.references.push(AssetReference {
            url: reference.url.clone(),
            logical,
            line,
            column,
            kind: reference.kind,
        });
    }
    let in_published = match asset.processed {
        Some(_) => extract::references(asset.role, published).unwrap_or_default(),
        None => in_source,
    };
    let targets = resolve(&in_published);
    let link = |(reference, logical): (FileReference, Option<String>)| {
        let target = logical.as_deref().and_then(|logical| index.get(logical).copied());
        Link { target: target.filter(|_| reference.kind != Kind::Base), is_here: logical.is_some(), reference }
    };
    found.links = in_published.into_iter().zip(targets).map(link).collect();
    found
}

fn report_missing(loaded: &[Loaded], looked_into: &[LookedInto], unreadable: &[String]) -> Vec<Diagnostic> {
    if looked_into.iter().all(|found| found.missing.is_empty()) {
        return Vec::new();
    }
    let names = Names::new(loaded.iter().map(|asset| asset.input.logical.as_str()));
    let mut problems = Vec::new();
    for found in looked_into {
        for (at, place) in &found.missing {
            let AssetReference { url, logical, .. } = &found.references[*at];
            if !unreadable.contains(logical) {
                problems.push(names.missing(url, logical).at(place.clone()));
            }
        }
    }
    problems
}

/// Which assets may have a fingerprint in their names. Documents are addresses that people keep, so they have none.
fn named(loaded: &[Loaded], fingerprint: bool, stable: &GlobSet) -> Vec<bool> {
    let is_named = |asset: &Loaded| {
        let logical = asset.input.logical.as_str();
        let has_room = with_fingerprint(logical, &Digest::of(b"")).is_some();
        let is_stable = stable.is_match(logical);
        fingerprint && has_room && !asset.input.verbatim && asset.role != Role::Document && !is_stable
    };
    loaded.iter().map(is_named).collect()
}

/// A warning for each circle of style sheets that import each other.
fn import_cycles(loaded: &[Loaded], links: &[&[Link]]) -> Vec<Diagnostic> {
    let imports = |links: &&[Link]| -> Vec<usize> {
        let imports = links.iter().filter(|link| link.reference.kind == Kind::CssImport);
        imports.filter_map(|link| link.target).collect()
    };
    let imports: Vec<Vec<usize>> = links.iter().map(imports).collect();
    let mut problems = Vec::new();
    for component in components(&imports) {
        let Some(way) = component.first().and_then(|first| way_back(*first, &imports)) else { continue };
        let chain: Vec<String> = way.iter().map(|at| format!("`{}`", loaded[*at].input.logical)).collect();
        let message = format!("style sheets import each other: {}", chain.join(" → "));
        let problem = Diagnostic::warning("import-cycle", message).in_file(loaded[way[0]].path().into());
        problems.push(problem.hint("take one of the imports out: a browser leaves out the one that closes the circle"));
    }
    problems
}

/// An asset with its published bytes, where they are not those of its file.
struct LinkedAsset {
    text: Option<String>,
    entry: Entry,
}

/// Links and names all assets, those that others refer to first.
///
/// The fingerprint of an asset is that of its published bytes. Assets that refer to each other in a circle cannot have such a name:
/// theirs is made of the bytes of all of them, with the references within the circle as they were.
fn link_all(loaded: &[Loaded], links: &[&[Link]], is_named: &[bool], base_path: &str) -> Vec<LinkedAsset> {
    let dependencies = |(from, links): (usize, &&[Link])| -> Vec<usize> {
        let mut targets: Vec<usize> = links.iter().filter_map(|link| link.target).filter(|at| is_named[*at]).collect();
        targets.sort_unstable();
        targets.dedup();
        // What is published as it is waits for nothing.
        if loaded[from].input.verbatim { Vec::new() } else { targets }
    };
    let successors: Vec<Vec<usize>> = links.iter().enumerate().map(dependencies).collect();
    let mut linked: Vec<Option<LinkedAsset>> = loaded.iter().map(|_| None).collect();
    // Entries of assets without a fingerprint are known by name alone.
    let taken: FxHashMap<&str, ()> = loaded.iter().map(|asset| (asset.input.logical.as_str(), ())).collect();
    let name = |at: usize, digest: &Digest| -> String {
        let logical = loaded[at].input.logical.as_str();
        let name = is_named[at].then(|| with_fingerprint(logical, digest)).flatten();
        name.filter(|name| !taken.contains_key(name.as_str())).unwrap_or_else(|| logical.to_owned())
    };
    for component in components(&successors) {
        let is_circle = component.len() > 1 || successors[component[0]].contains(&component[0]);
        let mut names: FxHashMap<usize, String> = FxHashMap::default();
        if is_circle {
            let mut hasher_input = Vec::new();
            for at in &component {
                let text = link_text(&loaded[*at], links[*at], &linked, &names, base_path);
                let digest = text.map_or(loaded[*at].source_digest, |text| Digest::of(text.as_bytes()));
                hasher_input.extend_from_slice(digest.as_bytes());
            }
            let whole = Digest::of(&hasher_input);
            for at in &component {
                let own = [whole.as_bytes().as_slice(), loaded[*at].input.logical.as_bytes()].concat();
                names.insert(*at, name(*at, &Digest::of(&own)));
            }
        }
        let mut done = Vec::with_capacity(component.len());
        for at in &component {
            let asset = &loaded[*at];
            let text = link_text(asset, links[*at], &linked, &names, base_path);
            let hashes = match (&text, &asset.hashes) {
                (Some(text), _) => Hashes::of(text.as_bytes()),
                (None, Some(hashes)) => hashes.clone(),
                (None, None) => Hashes::of(asset.published_text().unwrap_or_default().as_bytes()),
            };
            let published = names.get(at).cloned().unwrap_or_else(|| name(*at, &hashes.digest));
            done.push((*at, LinkedAsset { text, entry: Entry::new(&asset.input.logical, published, hashes) }));
        }
        for (at, asset) in done {
            linked[at] = Some(asset);
        }
    }
    linked.into_iter().flatten().collect()
}

/// The published text of an asset with the names of what it refers to; `None` for what is published as it was read.
fn link_text(
    asset: &Loaded,
    links: &[Link],
    linked: &[Option<LinkedAsset>],
    names: &FxHashMap<usize, String>,
    base_path: &str,
) -> Option<String> {
    if asset.input.verbatim {
        return None;
    }
    let text = asset.published_text()?;
    let edits = links.iter().flat_map(|link| {
        let reference = &link.reference;
        let url = reference.url.as_str();
        let known = link.target.and_then(|target| match names.get(&target) {
            Some(name) => Some(published_name(url, name, base_path)),
            None => linked.get(target)?.as_ref().map(|linked| published_url(url, &linked.entry, base_path)),
        });
        let prefixed = || (link.is_here && needs_base(url, base_path)).then(|| format!("{base_path}{url}"));
        let new = known.or_else(prefixed).filter(|new| new != url);
        new.and_then(|new| reference.edits(text, new)).unwrap_or_default()
    });
    Some(edit::apply(text, edits.collect()).0.into_owned())
}

/// The URL of an asset whose name is known before its bytes are.
fn published_name(url: &str, name: &str, base_path: &str) -> String {
    let entry = Entry::new("", name.to_owned(), Hashes::of(b""));
    published_url(url, &entry, base_path)
}

fn finish(
    loaded: Vec<Loaded>,
    looked_into: Vec<LookedInto>,
    linked: Vec<LinkedAsset>,
    reach: Vec<Reach>,
    fingerprint: bool,
    unreadable: Vec<String>,
    diagnostics: Vec<Diagnostic>,
) -> Prepared {
    let mut fixed = FxHashMap::default();
    let mut assets = Vec::with_capacity(loaded.len());
    for (((asset, found), linked), reach) in loaded.into_iter().zip(looked_into).zip(linked).zip(reach) {
        let LinkedAsset { text, entry } = linked;
        let content = match text {
            Some(text) => Content::Held(text),
            None => Content::Source { source: asset.input.source.clone(), digest: asset.source_digest },
        };
        fixed.insert(asset.input.logical.clone(), entry.clone());
        assets.push(PreparedAsset {
            logical: asset.input.logical,
            source: asset.input.source.file().map(ToOwned::to_owned),
            content,
            entry,
            references: found.references,
            reached_by_files: reach.by_others,
            needed_plain: reach.by_verbatim,
            names_itself: reach.by_itself,
        });
    }
    Prepared::new(LinkTable::new(fixed, fingerprint), assets, unreadable, diagnostics)
}
