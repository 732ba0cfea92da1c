//! Draws sites and edits of them.

mod assets;
mod edits;
mod pages;
mod settings;
mod templates;
mod words;

pub(super) use edits::draw;

use super::edit::Sources;
use super::random::Random;
use std::sync::Arc;

/// A site with everything that one page can read of another.
pub fn fixture(seed: u64) -> Sources {
    let mut random = Random::new(seed);
    let random = &mut random;
    let mut sources = Sources::new();
    let mut put = |path: &str, text: String| sources.insert(path.to_owned(), Arc::from(text.into_bytes()));
    put(settings::CONFIG, settings::config(random));
    put("config/environments/production.yaml", settings::production(random));
    put("content/_index.md", "---\ntitle: Home\n---\n\n:::{child-cards}\n:::\n".to_owned());
    for _ in 0..26 {
        put(&pages::path(random), pages::page(random));
    }
    put("content/docs/bundle/index.md", pages::page(random));
    for path in assets::all_included() {
        put(path, pages::included(random));
    }
    for path in templates::NAMED {
        put(path, templates::template(random, path));
    }
    for _ in 0..5 {
        let path = templates::path(random);
        put(&path, templates::template(random, &path));
    }
    for draw in [settings::data, assets::asset, assets::asset, assets::asset, assets::code] {
        for _ in 0..12 {
            let (path, text) = draw(random);
            put(path, text);
        }
    }
    sources
}
