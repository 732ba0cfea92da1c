//! Pages of the fixture.

use super::words::{fill, place};
use crate::edits::random::Random;

/// Lines of front matter.
const FIELDS: [&str; 33] = [
    "title: \"@word@ @n@\"",
    "title: \"@word@\"",
    "nav_title: \"N @word@\"",
    "description: \"About @word@\"",
    "date: @date@",
    "date: @date@",
    "weight: @n@",
    "weight: @n@",
    "tags: [\"@tag@\", \"@tag@\"]",
    "tags: [\"@tag@\"]",
    "categories: [\"@tag@\"]",
    "category: \"@word@\"",
    "series: \"@word@\"",
    "draft: @flag@",
    "hidden: @flag@",
    "visibility: {render: never}",
    "visibility: {listings: false}",
    "type: blog",
    "type: doc",
    "template: special",
    "template: special.html",
    "slug: s-@word@",
    "url: /else/@name@/",
    "aliases: [\"/old/@name@/\", /older/]",
    "id: @name@",
    "icon: @icon@",
    "menu: {main: {weight: @n@, name: \"M @word@\"}}",
    "menu: false",
    "cascade: {level: \"@word@\", type: doc}",
    "cascade: {tags: [\"@tag@\"], draft: @flag@}",
    "level: \"@word@\"",
    "author: \"@word@\"",
    "lang: de",
];

/// Blocks of text.
const BLOCKS: [&str; 49] = [
    "Text of @word@ and @word@.\n",
    "# @heading@\n",
    "## @heading@\n\nUnder it @word@.\n",
    "## @heading@\n",
    "### @heading@\n",
    "[[@key@]] and [[@key@|a text]]\n",
    "[[@key@#@anchor@]]\n",
    "[[id:@name@]] [[#@heading@]] [[#@anchor@]]\n",
    "[[!@anchor@]] [[@name@]]\n",
    "[[ext:python:pathlib.Path]] [[ext:rust:@word@]]\n",
    "[a link](@name@.md#@anchor@) and [up](../@name@.md)\n",
    "[a folder](../@folder@/) [abs](/@key@/)\n",
    "![alt @word@](@image@)\n",
    "<img src=\"@image@\" srcset=\"@image@ 2x\">\n",
    "<p style=\"background: url(@image@)\">@word@</p>\n",
    "{{ page.title }} {{ page.@param@ }} {{ params.@param@ }} {{ site.title }}\n",
    "{{ site.data.@data@ }} {{ config.params.@param@ }} {{ section.title }}\n",
    "{{ site.description }} {{ page.date }} {{ site.baseurl }}\n",
    ":::{include} @include@\n:::\n",
    ":::{include} @include@\n:start-line: 2\n:end-line: @n@\n:::\n",
    ":::{literalinclude} @file@\n:::\n",
    ":::{literalinclude} @file@\n:lines: 1,@n@\n:linenos:\n:::\n",
    ":::{child-cards}\n:fields: title, description, icon\n:::\n",
    ":::{child-cards}\n:include: @word@\n:::\n",
    ":::{siblings}\n:show-description: true\n:::\n",
    ":::{prev-next}\n:show-title: true\n:show-section: true\n:::\n",
    ":::{related} R\n:limit: 3\n:::\n",
    ":::{related}\n:tags: @tag@\n:show-tags: true\n:::\n",
    ":::{breadcrumbs}\n:::\n",
    ":::{glossary}\n:sorted: true\n:::\n",
    ":::{glossary}\n:tags: core\n:source: data/glossary.yaml\n:::\n",
    ":::{data-table} people\n:::\n",
    ":::{data-table} data/people.csv\n:columns: name\n:::\n",
    ":::{list-table} T\n:header-rows: 1\n\n* - A\n  - @word@\n* - [[@key@]]\n  - {{ page.title }}\n:::\n",
    "::::{cards}\n:::{card} C\n:link: @key@\n:pull: title, description\n:::\n:::{card} D\n:image: @image@\n:::\n::::\n",
    ":::{card} E\n:link: id:@name@\n:pull: title, description, icon\n:::\n",
    ":::{figure} @image@\n:alt: @word@\n:link: @key@\n:::\n",
    ":::{gallery}\n![a](@image@)\n![b](@image@)\n:::\n",
    ":::{target} @anchor@\n:::\n",
    ":::{button} @key@\nGo\n:::\n",
    ":::{icon} @icon@\n:::\n",
    ":::{note} @word@\n[[@key@]]\n:::\n",
    "{icon}`@icon@` {doc}`@key@` {ref}`@anchor@`\n",
    "```rust\nfn f() { \"@word@\" }\n```\n",
    "A note[^1] @word@.\n\n[^1]: [[@key@]]\n",
    "$$\nx = @n@\n$$\n",
    "| a | b |\n|---|---|\n| @word@ | [[@key@]] |\n",
    "::::{tab-set}\n:::{tab-item} T\n:::{include} @include@\n:::\n:::\n::::\n",
    ":::{excerpt-break}\n:::\n",
];

/// What makes a build fail.
const BROKEN_FIELDS: [&str; 4] = ["template: missing.html", "title: [x", "draft: perhaps", "url: /../x/"];
const BROKEN_BLOCKS: [&str; 5] = [
    ":::{wrong} @word@\n:::\n",
    ":::{include} gone.md\n:::\n",
    ":::{include} @name@.md\n:::\n",
    ":::{literalinclude} code/gone.c\n:::\n",
    ":::{glossary}\n:source: gone\n:::\n",
];
/// How seldom that is.
const SELDOM: usize = 250;

/// A path of a page.
pub(super) fn path(random: &mut Random) -> String {
    let (folder, name) = place(random);
    let path = ["content", folder, name].join("/").replace("//", "/");
    format!("{path}.md")
}

/// A page.
pub(super) fn page(random: &mut Random) -> String {
    let mut text = String::new();
    let fields = random.below(6);
    if fields > 0 {
        text.push_str("---\n");
        let mut keys = Vec::new();
        for _ in 0..fields {
            let line = field(random);
            let key = line.split(':').next().unwrap_or_default().to_owned();
            if !keys.contains(&key) {
                text.push_str(&line);
                text.push('\n');
                keys.push(key);
            }
        }
        text.push_str("---\n");
    }
    for _ in 0..=random.below(7) {
        text.push('\n');
        text.push_str(&block(random));
    }
    text
}

/// A file that pages include.
pub(super) fn included(random: &mut Random) -> String {
    (0..=random.below(3)).map(|_| block(random) + "\n").collect()
}

/// One line of front matter.
pub(super) fn field(random: &mut Random) -> String {
    let pattern = if random.once_in(SELDOM) { random.text(&BROKEN_FIELDS) } else { random.text(&FIELDS) };
    fill(random, pattern)
}

/// One block of text.
pub(super) fn block(random: &mut Random) -> String {
    let pattern = if random.once_in(SELDOM) { random.text(&BROKEN_BLOCKS) } else { random.text(&BLOCKS) };
    fill(random, pattern)
}

/// A page with one thing changed: a line of its front matter, or a block of its text.
pub(super) fn changed(random: &mut Random, text: &str) -> String {
    if random.once_in(3) {
        return format!("{}\n\n{}", text.trim_end(), block(random));
    }
    let line = field(random);
    let key = line.split(':').next().unwrap_or_default();
    let Some((front, body)) = text.strip_prefix("---\n").and_then(|rest| rest.split_once("---\n")) else {
        return format!("---\n{line}\n---\n{text}");
    };
    let others = front.lines().filter(|other| other.split(':').next() != Some(key));
    let mut kept: String = others.map(|line| format!("{line}\n")).collect();
    if !random.once_in(4) {
        kept.push_str(&line);
        kept.push('\n');
    }
    format!("---\n{kept}---\n{body}")
}

/// A page with another heading in the place of one that it has; nothing where it has none.
pub(super) fn with_another_heading(random: &mut Random, text: &str) -> Option<String> {
    let headings: Vec<&str> = text.lines().filter(|line| line.starts_with("##")).collect();
    let old = random.pick(&headings)?;
    let marks = old.split(' ').next().unwrap_or_default();
    let new = fill(random, "@heading@");
    // An id of its own stays: those who link to it still find it, and show the new text.
    let id = old.find(" {#").map_or("", |at| &old[at..]);
    Some(text.replacen(old, &format!("{marks} {new}{id}"), 1))
}
