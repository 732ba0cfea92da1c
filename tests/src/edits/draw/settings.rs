//! The configuration of the fixture, and its data.

use super::words::fill;
use crate::edits::random::Random;

pub(super) const CONFIG: &str = "config/_default/site.toml";

const GROUPS: [&str; 18] = [
    "[site]\ntitle = \"T @word@\"\nbaseurl = \"https://example.org/base\"\ndescription = \"D @word@\"\n",
    "[site]\ntitle = \"T\"\nbaseurl = \"https://example.org\"\nauthor = \"@word@\"\nlanguage = \"en\"\n",
    "[taxonomies]\ntags = \"tag\"\ncategories = \"category\"\n",
    "[taxonomies]\ntags = \"tag\"\ncategories = \"category\"\nseries = \"series\"\n",
    "[pagination]\nper_page = 3\nthreshold = 4\n",
    "[pagination]\nper_page = 2\n",
    "[features]\nrss = @flag@\nsitemap = @flag@\nrobots = true\n",
    "[theme]\nname = \"own\"\n",
    "[theme]\ndefault_appearance = \"dark\"\ncustom_css = \"css/main.css\"\nedit_url = \"https://example.org/@word@/\"\n",
    "[theme]\nfeatures = [\"content.related\", \"navigation.toc\"]\n",
    "[content]\nexcerpt_length = 5@n@\nreading_speed = 1@n@0\nrelated_count = @n@\ntoc_depth = 3\n",
    "[content]\nsort_pages_by = \"title\"\nsort_order = \"desc\"\n",
    "[[menu.main]]\nname = \"Docs @word@\"\nurl = \"/docs/\"\nweight = @n@\n[[menu.footer]]\nname = \"F\"\nurl = \"/@key@/\"\n",
    "[external_refs.templates]\npython = \"https://docs.example.org/@n@/{module}.html#{target}\"\n",
    "[build]\npretty_urls = @flag@\n",
    "[assets]\nbundle = @flag@\nminify = @flag@\nfingerprint = @flag@\n",
    "[assets]\nbundle = true\nintegrity = @flag@\nstable = [\"assets/css/*.css\"]\n",
    "[images]\nwidths = [1@n@]\nformats = [\"webp\"]\n",
];

/// Parameters, which pages and templates read. They are always there.
const PARAMS: &str = "[params]\ncolor = \"@word@\"\nversion = \"@n@\"\n[params.nested]\ndeep = \"@word@\"\n";

/// A configuration.
pub(super) fn config(random: &mut Random) -> String {
    let mut text = fill(random, PARAMS);
    let mut tables = Vec::new();
    for _ in 0..2 + random.below(6) {
        let pattern = random.text(&GROUPS);
        let table = pattern.lines().next().unwrap_or_default();
        if !tables.contains(&table) {
            text.push_str(&fill(random, pattern));
            tables.push(table);
        }
    }
    text
}

/// A configuration with one text or number changed; now and then one that is broken.
pub(super) fn changed(random: &mut Random, text: &str) -> String {
    if random.once_in(25) {
        return format!("{text}\n[broken\n");
    }
    let lines: Vec<&str> = text.lines().collect();
    let chosen = random.below(lines.len());
    let change = |(index, line): (usize, &&str)| match line.strip_suffix('"') {
        Some(start) if index == chosen && !line.contains("http") && !line.starts_with("name = \"own") => {
            format!("{start}x\"\n")
        }
        _ => format!("{line}\n"),
    };
    lines.iter().enumerate().map(change).collect()
}

/// A configuration with another value of a parameter, if it has any.
pub(super) fn changed_parameter(random: &mut Random, text: &str) -> String {
    let name = random.text(&["color = ", "version = ", "deep = "]);
    let value = fill(random, "\"@word@ @n@\"");
    let line = |line: &str| if line.starts_with(name) { format!("{name}{value}\n") } else { format!("{line}\n") };
    text.lines().map(line).collect()
}

/// A file of the configuration for an environment.
pub(super) fn production(random: &mut Random) -> String {
    fill(random, "site:\n  title: \"Production @word@\"\nparams:\n  color: \"p @word@\"\n")
}

const DATA: [(&str, &str); 9] = [
    ("data/site.toml", "motto = \"@word@\"\nother = \"@word@\"\n"),
    ("data/site.toml", "motto = \"fixed\"\nother = \"@word@\"\n"),
    ("data/people.yaml", "- name: \"@word@\"\n  age: @n@\n- name: B\n  age: @n@\n"),
    ("data/people.csv", "name,age\n@word@,@n@\nB,2\n"),
    ("data/nested/x.json", "{\"value\": \"@word@\", \"more\": @n@}"),
    (
        "data/glossary.yaml",
        "terms:\n  - term: \"@word@\"\n    definition: \"See [[@key@]]\"\n    tags: [core]\n  - term: B\n    definition: \"@n@\"\n",
    ),
    ("data/nested/y.yaml", "value: [@n@, @n@]\n"),
    ("data/people.json", "[{\"name\": \"J\", \"age\": @n@}]"),
    ("data/broken.yaml", "a: [@n@\n"),
];

/// A data file with its path. The broken one is seldom.
pub(super) fn data(random: &mut Random) -> (&'static str, String) {
    let kinds = if random.once_in(20) { DATA.len() } else { DATA.len() - 1 };
    let (path, pattern) = DATA[random.below(kinds)];
    (path, fill(random, pattern))
}
