//! From assets to a complete link table.

use crate::asset::AssetInput;
use crate::cursor::Cursor;
use crate::cycles::{components, way_back};
use crate::extract;
use crate::globs;
use crate::graph::AssetReference;
use crate::known::{Contents, FoundReference, Known, NamedUrl};
use crate::link_assets::{Link, LinkedAsset, link_all};
use crate::load::{self, Loaded, Read};
use crate::missing::{self, Names};
use crate::name::with_fingerprint;
use crate::publish::{Prepared, PreparedAsset};
use crate::resolve::{Destination, Resolver};
use crate::role::Role;
use crate::sheets;
use crate::table::LinkTable;
use bengal_core::config::AssetsConfig;
use bengal_core::fs::SiteFiles;
use bengal_core::keyed::KeyedMap;
use bengal_core::{Diagnostic, Digest};
use bengal_html::Kind;
use globset::GlobSet;
use rayon::prelude::*;
use std::fmt;
use std::sync::Arc;

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
    prepare_knowing(Known::default(), inputs, files, settings)
}

/// As [`prepare`], with the same result, without doing again what is [`Known`] from an earlier preparation: a file that looks as it did is not
/// read, and what was made of the same bytes in the same way is not made again.
pub fn prepare_knowing(
    known: Known,
    inputs: Vec<AssetInput>,
    files: &SiteFiles,
    settings: &AssetSettings<'_>,
) -> Prepared {
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
    for read in load::read_all(inputs, files, known) {
        match read {
            Read::Done(asset) => loaded.push(*asset),
            Read::Failed { logical, problem } => {
                diagnostics.push(problem);
                unreadable.push(logical);
            }
        }
    }
    diagnostics.extend(loaded.iter().filter_map(Loaded::problem));
    diagnostics.extend(sheets::process(&mut loaded, options, settings.resolver, files));

    let index: KeyedMap<&str, usize> =
        loaded.iter().enumerate().map(|(at, asset)| (asset.input.logical.as_str(), at)).collect();
    let looked_into: Vec<LookedInto> = loaded.par_iter().map(|asset| look_into(asset, &index, settings)).collect();
    diagnostics.extend(report_missing(&loaded, &looked_into, &unreadable, files));

    let is_named = named(&loaded, options.fingerprint, &stable);
    let links: Vec<&[Link]> = looked_into.iter().map(|found| found.links.as_slice()).collect();
    diagnostics.extend(import_cycles(&loaded, &links));
    let linked = link_all(&loaded, &links, &is_named, settings.base_path, files);

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
    let failures = diagnostics.len();
    diagnostics.extend(loaded.iter().filter_map(Loaded::failure).cloned());
    let is_sound = diagnostics.len() == failures;
    let references = looked_into.into_iter().map(|found| found.references).collect();
    let (table, assets) = finish(loaded, references, linked, reach, options.fingerprint);
    Prepared { table: Arc::new(table), unreadable, diagnostics, assets, is_sound }
}

/// Who refers to an asset.
#[derive(Clone, Copy, Default)]
struct Reach {
    by_others: bool,
    by_itself: bool,
    /// A file that is published verbatim, and so knows only logical paths.
    by_verbatim: bool,
}

/// What is in an asset.
#[derive(Default)]
struct LookedInto {
    /// In the published text.
    links: Vec<Link>,
    /// In the source; those of the site only.
    references: Vec<AssetReference>,
    /// Those among them that lead nowhere, with their numbers among all of the source.
    missing: Vec<(usize, usize)>,
}

fn look_into(asset: &Loaded, index: &KeyedMap<&str, usize>, settings: &AssetSettings<'_>) -> LookedInto {
    let Contents::Text(Some(in_source)) = &asset.known.contents else { return LookedInto::default() };
    let resolve = |references: &[&NamedUrl]| -> Vec<Option<String>> {
        let base_href = references.iter().find(|reference| reference.kind() == Kind::Base);
        let base = settings.resolver.base_of(&asset.url(), base_href.map(|reference| reference.url.as_str()));
        let local = |reference: &&NamedUrl| match settings.resolver.destination(&base, &reference.url)? {
            Destination::Here(path) => Some(path),
            Destination::Elsewhere(_) => None,
        };
        references.iter().map(local).collect()
    };
    let mut found = LookedInto::default();
    let names: Vec<&NamedUrl> = in_source.iter().map(|reference| &reference.name).collect();
    for (number, (reference, logical)) in in_source.iter().zip(resolve(&names)).enumerate() {
        let FoundReference { name, must_exist, line, column } = reference;
        let Some(logical) = logical.filter(|_| name.kind() != Kind::Base) else { continue };
        let is_there = index.contains_key(logical.as_str()) || (settings.exists)(&logical);
        if *must_exist && !is_there {
            found.missing.push((found.references.len(), number));
        }
        let (line, column, kind) = (*line, *column, name.kind());
        found.references.push(AssetReference { url: name.url.clone(), logical, line, column, kind });
    }
    let in_published = asset.known.published_references();
    let targets = resolve(&in_published);
    let link = |(reference, logical): (&NamedUrl, Option<String>)| {
        let target = logical.as_deref().and_then(|logical| index.get(logical).copied());
        let kind = reference.kind();
        let target = target.filter(|_| kind != Kind::Base);
        Link { url: reference.url.clone(), kind, target, is_here: logical.is_some() }
    };
    found.links = in_published.into_iter().zip(targets).map(link).collect();
    found
}

fn report_missing(
    loaded: &[Loaded],
    looked_into: &[LookedInto],
    unreadable: &[String],
    files: &SiteFiles,
) -> Vec<Diagnostic> {
    if looked_into.iter().all(|found| found.missing.is_empty()) {
        return Vec::new();
    }
    let names = Names::new(loaded.iter().map(|asset| asset.input.logical.as_str()));
    let mut problems = Vec::new();
    for (asset, found) in loaded.iter().zip(looked_into).filter(|(_, found)| !found.missing.is_empty()) {
        // The line is shown, so the text is needed.
        let Some(text) = asset.text(files) else { continue };
        let places = extract::references(asset.role, text).unwrap_or_default();
        let mut cursor = Cursor::new(text);
        for (at, number) in &found.missing {
            let (AssetReference { url, logical, .. }, Some(place)) = (&found.references[*at], places.get(*number))
            else {
                continue;
            };
            let place = missing::location(asset.path().into(), text, &mut cursor, &place.span);
            if !unreadable.contains(logical) {
                problems.push(names.missing(url, logical).at(place));
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
        let imports = links.iter().filter(|link| link.kind == Kind::CssImport);
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

fn finish(
    loaded: Vec<Loaded>,
    references: Vec<Vec<AssetReference>>,
    linked: Vec<LinkedAsset>,
    reach: Vec<Reach>,
    fingerprint: bool,
) -> (LinkTable, Vec<PreparedAsset>) {
    let mut fixed = KeyedMap::default();
    let mut assets = Vec::with_capacity(loaded.len());
    for (((asset, references), linked), reach) in loaded.into_iter().zip(references).zip(linked).zip(reach) {
        let LinkedAsset { published, entry, linkings } = linked;
        let Loaded { input, mut known, role, .. } = asset;
        fixed.insert(input.logical.clone(), entry.clone());
        known.linked = linkings;
        assets.push(PreparedAsset {
            role,
            source: input.source,
            known,
            published,
            entry,
            references,
            reached_by_files: reach.by_others,
            needed_plain: reach.by_verbatim,
            names_itself: reach.by_itself,
        });
    }
    (LinkTable::new(fixed, fingerprint), assets)
}
