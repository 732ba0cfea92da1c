//! Style sheets are bundled and minified, unless that has been done before.

use crate::bundle::{self, Budget};
use crate::extract::{self, FileReference};
use crate::known::{NamedUrl, Sheet, StoredDigest, stored};
use crate::load::Loaded;
use crate::minify;
use crate::resolve::Resolver;
use crate::role::Role;
use bengal_core::config::AssetsConfig;
use bengal_core::fs::SiteFiles;
use bengal_core::keyed::KeyedMap;
use bengal_core::url::encode_path;
use bengal_core::{Diagnostic, Digest};
use lightningcss::targets::Targets;
use rayon::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Bundles and minifies the style sheets, in parallel. What is known of one holds as long as the options and all sheets are the same that it
/// is made from.
pub(crate) fn process(
    loaded: &mut [Loaded],
    options: &AssetsConfig,
    resolver: &Resolver,
    files: &SiteFiles,
) -> Vec<Diagnostic> {
    let works = Works::new(loaded, options, resolver, files);
    let processed: Vec<Option<Processed>> = loaded.par_iter().map(|asset| works.process(asset)).collect();
    drop(works);
    let mut problems = Vec::new();
    for (asset, processed) in loaded.iter_mut().zip(processed) {
        let Some(Processed { sheet, places, problem }) = processed else { continue };
        if let Some(places) = places {
            asset.places = OnceLock::from(places);
        }
        asset.known.sheet = sheet;
        problems.extend(problem);
    }
    problems
}

/// What came of a sheet.
struct Processed {
    sheet: Option<Sheet>,
    /// The references of the new text.
    places: Option<Vec<FileReference>>,
    problem: Option<Diagnostic>,
}

/// What all sheets are processed with.
struct Works<'a> {
    options: &'a AssetsConfig,
    resolver: &'a Resolver,
    files: &'a SiteFiles,
    targets: Targets,
    how: StoredDigest,
    sheets: KeyedMap<&'a str, &'a Loaded>,
    budget: Budget,
}

impl<'a> Works<'a> {
    fn new(loaded: &'a [Loaded], options: &'a AssetsConfig, resolver: &'a Resolver, files: &'a SiteFiles) -> Self {
        let sheets = loaded.iter().filter(|asset| is_processed(asset));
        let sheets: KeyedMap<&str, &Loaded> = sheets.map(|asset| (asset.input.logical.as_str(), asset)).collect();
        let how = format!("{:?}", (options.minify.then_some(&options.targets), options.bundle.then_some(resolver)));
        Self {
            options,
            resolver,
            files,
            targets: minify::targets(&options.targets),
            how: stored(&Digest::of(how.as_bytes())),
            budget: Budget::of(sheets.values().map(|asset| asset.known.size).sum()),
            sheets,
        }
    }

    /// `None` where nothing changes: it is no sheet, or what is known of it holds.
    fn process(&self, asset: &'a Loaded) -> Option<Processed> {
        let is_asked_for = (self.options.bundle || self.options.minify) && is_processed(asset);
        match (&asset.known.sheet, is_asked_for) {
            (None, false) => None,
            (Some(_), false) => Some(Processed { sheet: None, places: None, problem: None }),
            (Some(known), true) if self.holds(known) => None,
            (_, true) => self.make(asset),
        }
    }

    fn holds(&self, known: &Sheet) -> bool {
        let digest_of = |logical: &str| self.sheets.get(logical).map(|asset| stored(&asset.known.source()));
        known.how == Some(self.how)
            && self.budget.has_room_for(known.spent)
            && known.inputs.iter().all(|(logical, digest)| digest_of(logical) == *digest)
    }

    fn make(&self, asset: &'a Loaded) -> Option<Processed> {
        let text = asset.text(self.files)?;
        let mut budget = self.budget;
        let (bundled, inputs) = match self.options.bundle {
            true => self.bundle(&asset.input.logical, text, &mut budget),
            false => (None, Vec::new()),
        };
        let (processed, problem) = match self.options.minify {
            true => match minify::minify(bundled.as_deref().unwrap_or(text), asset.path(), self.targets) {
                Ok(minified) => (Some(minified), None),
                Err(problem) => (bundled, Some(*problem)),
            },
            false => (bundled, None),
        };
        let places = processed.as_deref().map(|text| extract::references(Role::StyleSheet, text).unwrap_or_default());
        let references = places.iter().flatten().map(|found| NamedUrl::new(&found.url, found.kind)).collect();
        let is_sound = problem.is_none() && !budget.is_exceeded;
        let how = is_sound.then_some(self.how);
        let sheet = Sheet { how, inputs, spent: budget.spent, text: processed, references };
        Some(Processed { sheet: Some(sheet), places, problem })
    }

    /// A sheet with its imports put in, if it has any, and the sheets that were looked for.
    fn bundle(
        &self,
        logical: &str,
        text: &str,
        budget: &mut Budget,
    ) -> (Option<String>, Vec<(String, Option<StoredDigest>)>) {
        let asked_for = RefCell::new(BTreeSet::new());
        let text_of = |logical: &str| {
            asked_for.borrow_mut().insert(logical.to_owned());
            self.sheets.get(logical)?.text(self.files)
        };
        let resolve = |from: &str, url: &str| self.resolver.local(&format!("/{}", encode_path(from)), url);
        let bundled = bundle::bundle(&bundle::Sheets { text: &text_of, resolve: &resolve }, logical, text, budget);
        let digest_of = |asset: &&Loaded| stored(&asset.known.source());
        let input = |logical: String| {
            let digest = self.sheets.get(logical.as_str()).map(digest_of);
            (logical, digest)
        };
        (bundled, asked_for.into_inner().into_iter().map(input).collect())
    }
}

fn is_processed(asset: &Loaded) -> bool {
    asset.role == Role::StyleSheet && !asset.input.verbatim && asset.known.is_text()
}
