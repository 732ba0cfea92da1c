//! A small site as data, and random edits of it.

use crate::pool::{MARKDOWN_PARTS, TEMPLATE_PARTS};
use crate::random::Random;
use crate::site::Files;
use std::collections::BTreeMap;

/// A page: front matter by key, and the parts of its body.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageText {
    pub(crate) front: BTreeMap<&'static str, String>,
    pub(crate) body: Vec<String>,
}

/// A site that is edited.
#[derive(Clone, Debug, Default)]
pub(crate) struct World {
    pub(crate) pages: BTreeMap<String, PageText>,
    pub(crate) config: BTreeMap<&'static str, String>,
    /// All other files.
    pub(crate) others: Files,
}

const PATHS: [&str; 22] = [
    "_index.md",
    "about.md",
    "docs/_index.md",
    "docs/a.md",
    "docs/b.md",
    "docs/c.md",
    "docs/new.md",
    "docs/deep/_index.md",
    "docs/deep/x.md",
    "docs/deep/y.md",
    "docs/deep/z.md",
    "docs/deep/er/w.md",
    "blog/_index.md",
    "blog/one.md",
    "blog/two.md",
    "blog/three.md",
    "new/_index.md",
    "new/b.md",
    "notes/n.md",
    "notes/one.md",
    "notes/index.md",
    "404.md",
];

const WORDS: [&str; 7] = ["alpha", "beta", "Gamma & co", "delta <x>", "epsilon", "zeta", "eta"];
const TAGS: [&str; 6] = ["[red]", "[blue, red]", "[Blue]", "[green]", "[]", "[red, \"v1.2\"]"];

/// Keys of front matter and values for them.
const FRONT: &[(&str, &[&str])] = &[
    ("title", &WORDS),
    ("nav_title", &WORDS),
    ("description", &WORDS),
    ("date", &["2026-01-02", "2026-03-04", "2025-03-04T10:00:00+02:00", "2024-01-01"]),
    ("updated", &["2026-05-06", "2026-07-08"]),
    ("weight", &["1", "2", "3", "10"]),
    ("tags", &TAGS),
    ("categories", &["[one]", "[two]", "[one, two]"]),
    ("draft", &["true", "false"]),
    ("slug", &["sluggish", "one", "new"]),
    ("aliases", &["[/old/]", "[/older/, /old-b/]"]),
    ("id", &["ref", "other"]),
    ("type", &["blog", "doc", "page"]),
    ("template", &["t0.html", "t1.html", "t2.html", "t3.html", "t4.html", "t5.html", "t6.html", "t7.html"]),
    ("variant", &["wide", "narrow"]),
    ("lang", &["de", "en"]),
    ("icon", &["book", "star"]),
    ("keywords", &["[k]", "[k, l]"]),
    ("authors", &["[ann]", "[bob, ann]"]),
    ("color", &["red", "blue"]),
    ("hidden", &["true", "false"]),
    ("noindex", &["true"]),
    ("menu_weight", &["3"]),
    ("visibility", &["{menu: false}", "{listings: false}", "{menu: false, listings: false}", "{search: false}"]),
    ("cascade", &["{inherited: x}", "{inherited: y, color: green}", "{type: blog}", "{icon: star, template: t1.html}"]),
];

/// Keys of the configuration and values for them.
const CONFIG: &[(&str, &[&str])] = &[
    ("site.title", &["\"Site\"", "\"Other site\""]),
    ("site.description", &["\"About\"", "\"More about\""]),
    ("site.author", &["\"Ann\"", "\"Bob\""]),
    ("site.language", &["\"en\"", "\"de\""]),
    ("site.baseurl", &["\"https://example.org\"", "\"https://example.com/base\"", "\"/base\"", "\"\""]),
    ("params.accent", &["\"red\"", "\"blue\""]),
    ("params.more.deep", &["1", "2"]),
    ("theme.default_appearance", &["\"light\"", "\"dark\""]),
    ("theme.features", &["[\"navigation.toc\"]", "[]"]),
    ("theme.accent", &["\"a\"", "\"b\""]),
    ("theme.name", &["\"default\"", "\"mine\""]),
    ("content.excerpt_length", &["40", "60"]),
    ("content.summary_length", &["20", "30"]),
    ("content.reading_speed", &["3", "200"]),
    ("content.toc_depth", &["2", "3"]),
    ("content.toc_min_headings", &["1", "2"]),
    ("content.related_count", &["1", "5"]),
    ("content.sort_pages_by", &["\"date\"", "\"title\"", "\"weight\""]),
    ("pagination.per_page", &["2", "3", "50"]),
    ("features.rss", &["true", "false"]),
    ("features.sitemap", &["true", "false"]),
    ("build.pretty_urls", &["true", "false"]),
    (
        "external_refs.templates.python",
        &["\"https://docs.example/{name}\"", "\"https://py.example/{module}/{target}\""],
    ),
    ("external_refs.enabled", &["true", "false"]),
    ("taxonomies.tags", &["\"tag\"", "\"label\""]),
    ("taxonomies.categories", &["\"category\""]),
];

const MENUS: [&str; 4] = [
    "",
    "[[menu.footer]]\nname = \"About\"\nurl = \"/about/\"\nweight = 1\n",
    "[[menu.footer]]\nname = \"Docs\"\nurl = \"/docs/\"\nicon = \"book\"\nidentifier = \"d\"\n[[menu.footer]]\nname = \"A\"\nurl = \"/docs/a/\"\nparent = \"d\"\n",
    "[[menu.main]]\nname = \"Home\"\nurl = \"/\"\n[[menu.main]]\nname = \"Blog\"\nurl = \"/blog/\"\n[[menu.main]]\nname = \"Docs\"\nurl = \"/docs/\"\n",
];

/// Files that are no pages, and texts for them.
const OTHERS: &[(&str, &[&str])] = &[
    ("data/team.yaml", &["lead: {name: Ada, age: 3}\n", "lead: {name: Bea, age: 3}\n", "other: 1\n"]),
    ("data/colors.yaml", &["- red\n- blue\n", "- blue\n- red\n"]),
    ("data/v1.2.yaml", &["x: 1\n", "x: 2\n"]),
    (
        "data/glossary.yaml",
        &["terms:\n- {term: T, definition: D}\n", "terms:\n- {term: T, definition: '{{ site.title }} [[docs/a]]'}\n"],
    ),
    ("data/words.yaml", &["terms:\n- {term: W, definition: V, tags: [core]}\n", "terms: []\n"]),
    ("data/rows.yaml", &["- {a: 1, b: 2}\n", "- {b: 2, a: 1}\n", "- {a: 1}\n"]),
    ("content/docs/snippet.md", &["Snippet of docs.\n", "## Snippet heading\n"]),
    ("content/snippet.md", &["Snippet of content.\n", "Other snippet.\n"]),
    ("snippet.md", &["Snippet of the site.\n"]),
    ("content/snippets/shared.md", &["Shared.\n", "Shared [[docs/b]].\n", ":::{include} snippet.md\n:::\n"]),
    ("content/docs/code.rs", &["fn a() {}\n", "fn b() {}\n"]),
    ("content/code.rs", &["fn c() {}\n"]),
    ("content/rows.csv", &["a,b\n1,2\n", "a,b\n3,4\n"]),
    ("content/docs/cat.png", &["x"]),
    ("content/docs/new.png", &["x"]),
    ("content/blog/cat.png", &["y"]),
    ("assets/logo.txt", &["x"]),
    ("static/robots.txt", &["x"]),
    ("templates/partials/mine.html", &["mine {{ page.title }}", "mine {{ page.next.title }}"]),
    ("templates/partials/new.html", &["new", "new {{ site.author }}"]),
    ("templates/partials/footer.html", &["foot", "foot {{ site.title }}"]),
    ("themes/mine/templates/partials/footer.html", &["foot of mine"]),
    ("themes/mine/templates/partials/mine.html", &["theme's mine"]),
    (
        "templates/macros.html",
        &["{% macro badge(x) %}<b>{{ x }}</b>{% endmacro %}", "{% macro badge(x) %}<i>{{ x }}</i>{% endmacro %}"],
    ),
    ("templates/doc/single.html", &["doc single {{ page.title }}"]),
    ("templates/docs/page.html", &["docs page {{ content }}"]),
    ("templates/docs/list.html", &["docs list {% for p in pages %}{{ p.title }}{% endfor %}"]),
    ("templates/blog/single.html", &["blog single {{ content }}"]),
    ("templates/tag.html", &["tag {{ term }}"]),
    ("templates/label.html", &["label {{ term }}"]),
];

impl World {
    /// A site of some dozen pages.
    pub(crate) fn new(random: &mut Random) -> Self {
        let mut world = Self::default();
        for (path, texts) in OTHERS {
            if !random.one_in(3) {
                world.others.insert((*path).to_owned(), (*random.pick(texts)).to_owned());
            }
        }
        world.others.insert("templates/macros.html".to_owned(), OTHERS[23].1[0].to_owned());
        for name in ["page", "t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7", "list", "home", "term", "taxonomy"] {
            world.write_template(name, random);
        }
        for (key, values) in CONFIG {
            if random.one_in(2) {
                world.config.insert(key, (*random.pick(values)).to_owned());
            }
        }
        world.config.insert("menus", (*random.pick(&MENUS)).to_owned());
        for path in PATHS {
            if !random.one_in(3) {
                world.add_page(path, random);
            }
        }
        world
    }

    fn write_template(&mut self, name: &str, random: &mut Random) {
        let mut text = String::from("<!doctype html><title>t</title>{{ content }}");
        for _ in 0..1 + random.below(3) {
            text.push_str(random.pick::<&str>(TEMPLATE_PARTS));
            text.push('\n');
        }
        self.others.insert(format!("templates/{name}.html"), text);
    }

    fn add_page(&mut self, path: &str, random: &mut Random) {
        let mut page = PageText::default();
        for (key, values) in FRONT {
            let likely = matches!(*key, "title" | "template" | "tags");
            if if likely { !random.one_in(4) } else { random.one_in(6) } {
                page.front.insert(key, (*random.pick(values)).to_owned());
            }
        }
        page.front.remove("draft");
        for _ in 0..random.below(5) {
            page.body.push((*random.pick(MARKDOWN_PARTS)).to_owned());
        }
        self.pages.insert(format!("content/{path}"), page);
    }

    /// All files.
    pub(crate) fn files(&self) -> Files {
        let mut files = self.others.clone();
        for (path, page) in &self.pages {
            let mut text = String::from("---\n");
            for (key, value) in &page.front {
                let quoted = if matches!(*key, "title" | "nav_title" | "description") { "\"" } else { "" };
                text.push_str(&format!("{key}: {quoted}{value}{quoted}\n"));
            }
            text.push_str("---\n");
            text.push_str(&page.body.join("\n\n"));
            text.push('\n');
            files.insert(path.clone(), text);
        }
        let mut config = String::new();
        for (key, value) in self.config.iter().filter(|(key, _)| **key != "menus") {
            config.push_str(&format!("{key} = {value}\n"));
        }
        config.push_str(self.config.get("menus").map_or("", String::as_str));
        files.insert("bengal.toml".to_owned(), config);
        files
    }

    /// Makes a random edit and says which.
    pub(crate) fn edit(&mut self, random: &mut Random) -> String {
        let path = random.pick(&self.pages.keys().cloned().collect::<Vec<_>>()).clone();
        match random.below(24) {
            0..=8 => self.edit_front(&path, random),
            9..=11 => self.edit_body(&path, random),
            12 => {
                let new = *random.pick(&PATHS);
                self.add_page(new, random);
                format!("write page {new}")
            }
            13 if self.pages.len() > 4 => {
                self.pages.remove(&path);
                format!("delete {path}")
            }
            14 => self.rename(&path, random),
            15 => self.swap(&path, random),
            16..=17 => self.edit_config(random),
            18 => {
                self.config.insert("menus", (*random.pick(&MENUS)).to_owned());
                "menus".to_owned()
            }
            19 => {
                let name =
                    *random.pick(&["page", "t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7", "list", "home", "term"]);
                self.write_template(name, random);
                format!("template {name}")
            }
            20..=21 => {
                let (path, _) = random.pick(OTHERS);
                match self.others.remove(*path) {
                    Some(_) => format!("delete {path}"),
                    None => self.write_other(path, random),
                }
            }
            _ => {
                let (path, _) = random.pick(OTHERS);
                self.write_other(path, random)
            }
        }
    }

    fn write_other(&mut self, path: &str, random: &mut Random) -> String {
        let texts = OTHERS.iter().find(|(known, _)| *known == path).map_or(&[""][..], |(_, texts)| texts);
        self.others.insert(path.to_owned(), (*random.pick(texts)).to_owned());
        format!("write {path}")
    }

    fn edit_front(&mut self, path: &str, random: &mut Random) -> String {
        let (key, values) = random.pick(FRONT);
        let Some(page) = self.pages.get_mut(path) else { return String::new() };
        if random.one_in(4) {
            page.front.remove(key);
            return format!("{path}: no {key}");
        }
        let value = (*random.pick(values)).to_owned();
        page.front.insert(key, value.clone());
        format!("{path}: {key} = {value}")
    }

    fn edit_body(&mut self, path: &str, random: &mut Random) -> String {
        let Some(page) = self.pages.get_mut(path) else { return String::new() };
        if random.one_in(3) && !page.body.is_empty() {
            let at = random.below(page.body.len());
            return format!("{path}: without {:?}", page.body.remove(at));
        }
        let part = (*random.pick(MARKDOWN_PARTS)).to_owned();
        page.body.insert(random.below(page.body.len() + 1), part.clone());
        format!("{path}: with {part:?}")
    }

    fn rename(&mut self, path: &str, random: &mut Random) -> String {
        let to = format!("content/{}", random.pick(&PATHS));
        if let Some(page) = self.pages.remove(path) {
            self.pages.insert(to.clone(), page);
        }
        format!("move {path} to {to}")
    }

    /// Exchanges a value of two pages: counts stay what they were.
    fn swap(&mut self, path: &str, random: &mut Random) -> String {
        let other = random.pick(&self.pages.keys().cloned().collect::<Vec<_>>()).clone();
        let key = *random.pick(&["tags", "title", "weight", "date", "template", "description"]);
        let mut taken =
            [path, other.as_str()].map(|path| self.pages.get_mut(path).and_then(|page| page.front.remove(key)));
        taken.reverse();
        for (path, value) in [path, other.as_str()].into_iter().zip(taken) {
            if let (Some(page), Some(value)) = (self.pages.get_mut(path), value) {
                page.front.insert(key, value);
            }
        }
        format!("swap {key} of {path} and {other}")
    }

    fn edit_config(&mut self, random: &mut Random) -> String {
        let (key, values) = random.pick(CONFIG);
        if random.one_in(4) {
            self.config.remove(key);
            return format!("config: no {key}");
        }
        let value = (*random.pick(values)).to_owned();
        self.config.insert(key, value.clone());
        format!("config: {key} = {value}")
    }
}
