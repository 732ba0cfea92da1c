//! Draws sites and edits of them.

mod assets;
mod edits;
mod pages;
mod settings;
mod templates;
mod words;

pub(super) use edits::{back_to, draw};

use super::edit::Sources;
use super::random::Random;
use super::session::broken_sources;
use std::sync::Arc;

/// Pages that look at what is seldom looked at: parameters, and headings of others.
const READERS: [(&str, &str); 3] = [
    (TARGET, "---\ntitle: Target\n---\n\n## Setup {#fixed}\n\nText.\n"),
    (
        "content/wiki/parameters.md",
        "---\ntitle: Parameters\n---\n{{ config.params.color }} {{ config.params.version }} {{ config.params.nested.deep }}\n",
    ),
    (
        "content/wiki/headings.md",
        "---\ntitle: Headings\n---\n[[wiki/target#fixed]] [[#Setup]] [[#Notes]] [[docs/a#part-one]] [[blog/b#setup]] [link](../docs/c.md#notes)\n",
    ),
];

/// The page with a heading that another one is sure to link to.
pub(super) const TARGET: &str = "content/wiki/target.md";

/// How often broken files are drawn again.
const ROUNDS: usize = 10;

/// A site with everything that one page can read of another. Builds of it are good: what is broken is drawn again, and left out if it
/// stays so.
pub fn fixture(seed: u64) -> Sources {
    let mut random = Random::new(seed);
    let mut sources = drawn(&mut random);
    for round in 0..ROUNDS {
        let broken = broken_sources(&sources);
        if broken.is_empty() {
            break;
        }
        for path in broken {
            let text = match path.as_str() {
                _ if round + 1 == ROUNDS => None,
                path if path.starts_with("templates/") || path.starts_with("themes/") => {
                    Some(templates::template(&mut random, path))
                }
                path if path.contains("/_") && !path.ends_with("/_index.md") => Some(pages::included(&mut random)),
                path if path.ends_with(".md") => Some(pages::page(&mut random)),
                settings::CONFIG => Some(settings::config(&mut random)),
                _ => None,
            };
            match text {
                Some(text) => drop(sources.insert(path, Arc::from(text.into_bytes()))),
                None => drop(sources.remove(&path)),
            }
        }
    }
    sources
}

fn drawn(random: &mut Random) -> Sources {
    let mut sources = Sources::new();
    let mut put = |path: &str, text: String| sources.insert(path.to_owned(), Arc::from(text.into_bytes()));
    put(settings::CONFIG, settings::config(random));
    put("config/environments/production.yaml", settings::production(random));
    put("content/_index.md", "---\ntitle: Home\n---\n\n:::{child-cards}\n:::\n".to_owned());
    for _ in 0..26 {
        put(&pages::path(random), pages::page(random));
    }
    put("content/docs/bundle/index.md", pages::page(random));
    for (path, text) in READERS {
        put(path, text.to_owned());
    }
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
