//! What texts are made of: few names, so that many things refer to the same one, and some to nothing.

use crate::edits::random::Random;

const FOLDERS: [&str; 6] = ["", "docs", "docs/guide", "docs/guide/deep", "blog", "wiki"];
const NAMES: [&str; 8] = ["a", "b", "c", "d", "e", "f", "_index", "_index"];
/// Those that easily want the place of another page.
const RARE_FOLDERS: [&str; 3] = ["Blog", "tags", "else"];
const RARE_NAMES: [&str; 4] = ["index", "A", "Ä b", "rust"];
const WORDS: [&str; 10] = ["river", "stone", "Kettle", "tea & cup", "<b>", "rain", "light", "C++", "été", "0"];
const HEADINGS: [&str; 6] = ["Part One", "Setup", "Use `it`", "Setup", "Ende & Anfang", "Notes"];
const ANCHORS: [&str; 6] = ["part-one", "setup", "Use it", "notes", "spot", "nowhere"];
const TAGS: [&str; 7] = ["rust", "Rust", "web", "C++", "tea", "news", "x y"];
const IMAGES: [&str; 6] =
    ["pic.svg", "bundle/own.png", "../assets/img/logo.svg", "/img/raw.png", "gone.png", "pic.png"];
const INCLUDES: [&str; 4] = ["_part.md", "_inner.md", "_deep/_more.md", "_part.md"];
const FILES: [&str; 4] = ["code/main.rs", "code/tool.py", "data/site.toml", "data/people.csv"];
const DATA: [&str; 6] = ["people", "site.motto", "nested.x.value", "glossary", "gone", "site"];
const PARAMS: [&str; 5] = ["color", "version", "nested.deep", "missing", "level"];
const DATES: [&str; 6] = ["2026-01-01", "2026-02-03", "2025-12-31", "2026-02-03T10:00:00Z", "2024-05-06", "soon"];
const ICONS: [&str; 4] = ["book", "star", "link", "nothing"];
const STYLES: [&str; 4] = ["css/main.css", "css/base.css", "css/gone.css", "css/style.css"];

/// The folder and the name of a page.
pub(super) fn place(random: &mut Random) -> (&'static str, &'static str) {
    if random.once_in(15) {
        return (random.text(&RARE_FOLDERS), random.text(&NAMES));
    }
    let names: &[&str] = if random.once_in(15) { &RARE_NAMES } else { &NAMES };
    (random.text(&FOLDERS), random.text(names))
}

/// Replaces each `@name@` in a pattern by something drawn.
pub(super) fn fill(random: &mut Random, pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    for (index, part) in pattern.split('@').enumerate() {
        if index % 2 == 0 {
            out.push_str(part);
            continue;
        }
        match part {
            "word" => out.push_str(random.text(&WORDS)),
            "heading" => out.push_str(random.text(&HEADINGS)),
            "anchor" => out.push_str(random.text(&ANCHORS)),
            "tag" => out.push_str(random.text(&TAGS)),
            "image" => out.push_str(random.text(&IMAGES)),
            "include" => out.push_str(random.text(&INCLUDES)),
            "file" => out.push_str(random.text(&FILES)),
            "data" => out.push_str(random.text(&DATA)),
            "param" => out.push_str(random.text(&PARAMS)),
            "date" => out.push_str(random.text(&DATES)),
            "icon" => out.push_str(random.text(&ICONS)),
            "style" => out.push_str(random.text(&STYLES)),
            "folder" => out.push_str(random.text(&FOLDERS)),
            "name" => out.push_str(random.text(&NAMES[..6])),
            "n" => out.push_str(&random.below(10).to_string()),
            "flag" => out.push_str(random.text(&["true", "false"])),
            "key" => {
                let (folder, name) = (random.text(&FOLDERS), random.text(&NAMES[..6]));
                out.push_str(&[folder, name].join(if folder.is_empty() { "" } else { "/" }));
            }
            other => out.push_str(other),
        }
    }
    out
}
