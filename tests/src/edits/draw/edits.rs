//! Edits, drawn for a site as it is.

use super::{TARGET, assets, pages, settings, templates};
use crate::edits::edit::{Change, Edit, Options, Sources};
use crate::edits::random::Random;
use std::sync::Arc;

/// Draws an edit; now and then two at once.
pub(crate) fn draw(random: &mut Random, sources: &Sources, history: &[Sources], options: Options) -> Edit {
    let mut edit = draw_one(random, sources, history, options);
    if random.once_in(5) {
        let other = draw_one(random, sources, history, options);
        edit.name = format!("{} and {}", edit.name, other.name);
        edit.changes.extend(other.changes);
    }
    if random.once_in(6) {
        edit.changes.insert(0, Change::Wait);
    }
    edit
}

fn draw_one(random: &mut Random, sources: &Sources, history: &[Sources], options: Options) -> Edit {
    match random.below(100) {
        0..=20 => change_page(random, sources),
        21..=24 => change_heading(random, sources),
        25..=29 => write("write a page", &pages::path(random), pages::page(random)),
        30..=33 => remove("delete a page", random, sources, is_page),
        34..=37 => move_page(random, sources),
        38..=46 => {
            let path = templates::path(random);
            let text = templates::template(random, &path);
            write("write a template", &path, text)
        }
        47..=49 => remove("delete a template", random, sources, is_template),
        50..=54 => drawn("write an asset", random, assets::asset),
        55..=56 => remove("delete an asset", random, sources, is_asset),
        57..=61 => drawn("write data", random, settings::data),
        62..=63 => remove("delete data", random, sources, |path| path.starts_with("data/")),
        64..=65 => change_config(random, sources),
        66 => change_parameter(random, sources),
        67 => write("write a configuration", settings::CONFIG, settings::config(random)),
        68 => write("configure production", "config/environments/production.yaml", settings::production(random)),
        69..=72 => write("write an include", assets::included(random), pages::included(random)),
        73 => remove("delete an include", random, sources, |path| path.contains("/_") && !is_page(path)),
        74..=75 => drawn("write code", random, assets::code),
        76..=77 => touch(random, sources),
        78 => {
            let (path, picture) = assets::picture(random);
            Edit::new(format!("write a picture: {path}"), put(path, picture))
        }
        79..=81 => same_size(random, sources),
        82..=83 => in_the_past(random, sources),
        84..=87 => revert(random, sources, history),
        88..=89 => Edit::new("alter an output", Change::AlterOutput(random.below(1_000))),
        90..=91 => Edit::new("delete an output", Change::RemoveOutput(random.below(1_000))),
        92 => Edit::new("a foreign file", Change::ForeignOutput(random.text(&FOREIGN).to_owned())),
        93 => remove_section(random, sources),
        94 => rename_by_case(random, sources),
        95 => lose(random),
        96..=97 => other_options(random, options),
        98 => binary(random, sources),
        _ => Edit { name: "nothing".to_owned(), changes: Vec::new() },
    }
}

const FOREIGN: [&str; 4] = ["foreign.txt", "docs/foreign.html", "docs/a/index.html", "new/folder/x.css"];

fn is_page(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    path.starts_with("content/") && path.ends_with(".md") && (!path.contains("/_") || name == "_index.md")
}

fn is_template(path: &str) -> bool {
    path.starts_with("templates/") || path.starts_with("themes/")
}

fn is_asset(path: &str) -> bool {
    let published = path.starts_with("assets/") || path.starts_with("static/");
    published || path.starts_with("content/") && !path.ends_with(".md")
}

fn put(path: &str, text: impl Into<Vec<u8>>) -> Change {
    Change::Write(path.to_owned(), Arc::from(text.into()))
}

fn write(name: &str, path: &str, text: String) -> Edit {
    Edit::new(format!("{name}: {path}"), put(path, text))
}

fn drawn(name: &str, random: &mut Random, draw: impl Fn(&mut Random) -> (&'static str, String)) -> Edit {
    let (path, text) = draw(random);
    write(name, path, text)
}

fn choose<'a>(random: &mut Random, sources: &'a Sources, is_wanted: impl Fn(&str) -> bool) -> Option<&'a str> {
    let wanted: Vec<&str> = sources.keys().map(String::as_str).filter(|path| is_wanted(path)).collect();
    random.pick(&wanted).copied()
}

fn text_of<'a>(sources: &'a Sources, path: &str) -> Option<&'a str> {
    sources.get(path).and_then(|content| std::str::from_utf8(content).ok())
}

fn nothing() -> Edit {
    Edit { name: "nothing to be done".to_owned(), changes: Vec::new() }
}

fn change_page(random: &mut Random, sources: &Sources) -> Edit {
    let Some(path) = choose(random, sources, is_page) else { return nothing() };
    let Some(text) = text_of(sources, path) else { return nothing() };
    write("change a page", path, pages::changed(random, text))
}

fn change_config(random: &mut Random, sources: &Sources) -> Edit {
    let is_config = |path: &str| path.starts_with("config/") || path.starts_with("bengal.");
    let Some(path) = choose(random, sources, is_config) else { return nothing() };
    let Some(text) = text_of(sources, path) else { return nothing() };
    write("change the configuration", path, settings::changed(random, text))
}

fn change_parameter(random: &mut Random, sources: &Sources) -> Edit {
    let Some(text) = text_of(sources, settings::CONFIG) else { return nothing() };
    write("change a parameter", settings::CONFIG, settings::changed_parameter(random, text))
}

fn change_heading(random: &mut Random, sources: &Sources) -> Edit {
    let has_heading = |path: &str| is_page(path) && text_of(sources, path).is_some_and(|text| text.contains("\n## "));
    let is_fixed = random.once_in(3);
    let Some(path) = choose(random, sources, |path| has_heading(path) && (!is_fixed || path == TARGET)) else {
        return nothing();
    };
    let text = text_of(sources, path).and_then(|text| pages::with_another_heading(random, text));
    text.map_or_else(nothing, |text| write("change a heading", path, text))
}

fn remove(name: &str, random: &mut Random, sources: &Sources, is_wanted: impl Fn(&str) -> bool) -> Edit {
    let Some(path) = choose(random, sources, is_wanted) else { return nothing() };
    Edit::new(format!("{name}: {path}"), Change::Remove(path.to_owned()))
}

fn move_page(random: &mut Random, sources: &Sources) -> Edit {
    let Some(from) = choose(random, sources, is_page) else { return nothing() };
    let to = pages::path(random);
    moved("move a page", sources, from, &to)
}

fn moved(name: &str, sources: &Sources, from: &str, to: &str) -> Edit {
    let Some(content) = sources.get(from).filter(|_| from != to) else { return nothing() };
    Edit {
        name: format!("{name}: {from} to {to}"),
        changes: vec![Change::Remove(from.to_owned()), Change::Write(to.to_owned(), Arc::clone(content))],
    }
}

fn touch(random: &mut Random, sources: &Sources) -> Edit {
    let Some(path) = choose(random, sources, |_| true) else { return nothing() };
    Edit::new(format!("touch {path}"), Change::Touch(path.to_owned()))
}

/// Another letter for one: the size stays, and on disk the time does.
fn same_size(random: &mut Random, sources: &Sources) -> Edit {
    let Some(path) = choose(random, sources, |_| true) else { return nothing() };
    let mut content = sources[path].to_vec();
    let letters: Vec<usize> = (0..content.len()).filter(|at| content[*at].is_ascii_lowercase()).collect();
    let Some(at) = random.pick(&letters) else { return nothing() };
    content[*at] = if content[*at] == b'x' { b'y' } else { b'x' };
    Edit::new(format!("same size, same time: {path}"), Change::WriteWithSameTime(path.to_owned(), Arc::from(content)))
}

fn in_the_past(random: &mut Random, sources: &Sources) -> Edit {
    let Some(path) = choose(random, sources, is_page) else { return nothing() };
    let Some(text) = text_of(sources, path) else { return nothing() };
    let text = pages::changed(random, text);
    Edit::new(format!("in the past: {path}"), Change::WriteInThePast(path.to_owned(), Arc::from(text.into_bytes())))
}

/// Back to what some files, or all of them, were before.
fn revert(random: &mut Random, sources: &Sources, history: &[Sources]) -> Edit {
    let Some(before) = random.pick(history) else { return nothing() };
    let mut edit = back_to(sources, before);
    if random.once_in(2) {
        edit.changes.truncate(1 + random.below(3));
    }
    edit
}

/// All files become what they were before.
pub(crate) fn back_to(sources: &Sources, before: &Sources) -> Edit {
    let gone = sources.keys().filter(|path| !before.contains_key(*path)).map(|path| Change::Remove(path.clone()));
    let other = before.iter().filter(|(path, content)| sources.get(*path) != Some(content));
    let other = other.map(|(path, content)| Change::Write(path.clone(), Arc::clone(content)));
    Edit { name: "revert".to_owned(), changes: gone.chain(other).collect() }
}

fn remove_section(random: &mut Random, sources: &Sources) -> Edit {
    let Some(path) = choose(random, sources, |path| is_page(path) && path.matches('/').count() > 1) else {
        return nothing();
    };
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    Edit::new(format!("delete the section {folder}"), Change::RemoveFolder(folder.to_owned()))
}

fn rename_by_case(random: &mut Random, sources: &Sources) -> Edit {
    let Some(path) = choose(random, sources, |path| !path.starts_with("config/")) else { return nothing() };
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let renamed: String = match name.chars().next() {
        Some(first) if first.is_lowercase() => first.to_uppercase().chain(name.chars().skip(1)).collect(),
        Some(first) => first.to_lowercase().chain(name.chars().skip(1)).collect(),
        None => return nothing(),
    };
    let to = format!("{folder}/{renamed}");
    moved("letter case", sources, path, to.trim_start_matches('/'))
}

fn lose(random: &mut Random) -> Edit {
    match random.below(3) {
        0 => Edit::new("lose the cache", Change::LoseCache),
        _ => {
            let (table, byte) = (random.below(8), random.below(1_000_000));
            Edit::new("damage the cache", Change::DamageCache { table, byte, cut: random.once_in(2) })
        }
    }
}

fn other_options(random: &mut Random, options: Options) -> Edit {
    let (mut options, chosen) = (options, random.below(3));
    match chosen {
        0 => options.drafts = !options.drafts,
        1 => options.production = !options.production,
        _ => options.elsewhere = !options.elsewhere,
    }
    Edit::new(format!("{options:?}"), Change::Options(options))
}

/// A file that is no text where text is wanted.
fn binary(random: &mut Random, sources: &Sources) -> Edit {
    let Some(path) = choose(random, sources, |path| is_page(path) || path.starts_with("data/")) else {
        return nothing();
    };
    Edit::new(format!("no text: {path}"), put(path, [b'#', b' ', 0xff, 0xfe]))
}
