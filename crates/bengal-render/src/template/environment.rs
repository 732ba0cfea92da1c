//! The minijinja environment of a site.

use super::files::TemplateFiles;
use super::scope::{Shared, current};
use super::{escaping, functions};
use crate::Read;
use crate::markdown::Body;
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};
use std::borrow::Cow;
use std::sync::Arc;

/// What rendering one page may cost at least: one unit is an instruction, an item or 64 bytes. Some tenths of a second.
const FUEL: u64 = 5_000_000;

/// What it may cost more for each page of the site, for templates that go over all of them.
const FUEL_PER_PAGE: u64 = 2_000;

/// How many bytes of a page's body allow one unit more. A template that passes the body on costs a unit for each 64 bytes, as often as
/// it is printed, captured in a block or searched: 16 times are allowed.
const BODY_BYTES: u64 = 4;

/// Bodies below this need no fuel of their own.
const LONG_BODY: usize = 1 << 20;

/// Nested includes cost 10, macro calls 4, loops and blocks 1.
const RECURSION: usize = 300;

pub(super) fn build(files: &Arc<TemplateFiles>, shared: &Arc<Shared>) -> Environment<'static> {
    let mut environment = Environment::new();
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    environment.set_debug(false);
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.set_auto_escape_callback(auto_escape);
    environment.set_fuel(Some(fuel(shared.site.pages.len())));
    environment.set_recursion_limit(RECURSION);
    let loader = Arc::clone(files);
    environment.set_loader(move |name| load(&loader, name));
    environment.set_path_join_callback(move |name, _| {
        record_use(name);
        Cow::Borrowed(name)
    });
    escaping::register(&mut environment);
    functions::register(&mut environment, shared);
    environment
}

fn fuel(pages: usize) -> u64 {
    FUEL + FUEL_PER_PAGE * pages as u64
}

/// The environment with fuel for a page's body: what Markdown made is not the template's work, however long it is.
pub(super) fn with_fuel_for<'a>(
    environment: &'a Environment<'static>,
    pages: usize,
    body: &Body,
) -> Cow<'a, Environment<'static>> {
    if body.html.len() < LONG_BODY {
        return Cow::Borrowed(environment);
    }
    let mut own = environment.clone();
    own.set_fuel(Some(fuel(pages) + body.html.len() as u64 / BODY_BYTES));
    Cow::Owned(own)
}

/// Notes that the page that is rendered now looked for a template.
pub(super) fn record_use(name: &str) {
    if let Some(scope) = current() {
        scope.record(Read::Template(name.to_owned()));
    }
}

/// By the file's name: text and JSON are not HTML, everything else is escaped as HTML.
fn auto_escape(name: &str) -> AutoEscape {
    let name = name.trim_end_matches(".j2").trim_end_matches(".jinja");
    if name.ends_with(".txt") || name.ends_with(".json") { AutoEscape::None } else { AutoEscape::Html }
}

fn load(files: &TemplateFiles, name: &str) -> Result<Option<String>, Error> {
    files.text(name).map_err(|error| {
        Error::new(ErrorKind::TemplateNotFound, format!("cannot read template `{name}`: {error}")).with_source(error)
    })
}
