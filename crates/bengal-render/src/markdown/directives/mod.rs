//! The directives: one table, from which names, options and contracts are checked, and a handler for each.

pub(super) mod admonition;
mod cards;
mod disclosure;
mod embeds;
mod figure;
mod glossary;
mod include;
mod inline;
mod navigation;
mod player;
mod steps;
mod table;
pub(super) mod tabs;
mod version;

pub(crate) use navigation::is_tagged;

use super::directive::Directive;
use super::writer::{Frame, Writer};
use bengal_core::Diagnostic;

/// What a directive is, and what is done where it ends.
pub(super) struct Spec {
    /// Its canonical name.
    pub(super) name: &'static str,
    /// Other names.
    aliases: &'static [&'static str],
    /// Its options, besides [`COMMON_OPTIONS`].
    options: &'static [&'static str],
    /// The directives directly inside of which it is meant to stand; anywhere, if there are none.
    pub(super) inside: &'static [&'static str],
    /// Done where it starts, when its frame is there.
    pub(super) open: Option<fn(&mut Writer<'_>, &Directive)>,
    /// Done where it ends: writes what its frame has to the frame around.
    pub(super) close: Close,
}

/// Writes a directive to the frame around it. The arguments are where to write, the directive as written, and its frame.
type Close = fn(&mut Writer<'_>, &Directive, &mut Frame);

/// Options that every directive has: classes and an id.
const COMMON_OPTIONS: &[&str] = &["class", "css_class", "name", "id"];

const fn spec(
    name: &'static str,
    aliases: &'static [&'static str],
    options: &'static [&'static str],
    close: Close,
) -> Spec {
    Spec { name, aliases, options, inside: &[], open: None, close }
}

const ADMONITION_OPTIONS: &[&str] = &["collapsible", "open", "icon"];
const VERSION_OPTIONS: &[&str] = &["version"];
const CARD_OPTIONS: &[&str] = &["icon", "link", "description", "badge", "color", "image", "footer", "pull", "layout"];
const VIDEO_OPTIONS: &[&str] = &[
    "title",
    "width",
    "height",
    "aspect",
    "autoplay",
    "loop",
    "muted",
    "start",
    "end",
    "privacy",
    "controls",
    "color",
    "autopause",
    "dnt",
    "background",
];
const AUDIO_OPTIONS: &[&str] = &[
    "title",
    "type",
    "height",
    "theme",
    "color",
    "autoplay",
    "hide_related",
    "show_comments",
    "show_user",
    "show_reposts",
    "visual",
];
const SANDBOX_OPTIONS: &[&str] = &[
    "title",
    "default_tab",
    "height",
    "theme",
    "editable",
    "preview",
    "username",
    "module",
    "view",
    "fontsize",
    "hidenavigation",
    "hidedevtools",
    "file",
];

/// All directives, in the order in which suggestions prefer them.
static DIRECTIVES: &[Spec] = &[
    spec("note", &[], ADMONITION_OPTIONS, admonition::close),
    spec("tip", &[], ADMONITION_OPTIONS, admonition::close),
    spec("warning", &[], ADMONITION_OPTIONS, admonition::close),
    spec("caution", &[], ADMONITION_OPTIONS, admonition::close),
    spec("danger", &[], ADMONITION_OPTIONS, admonition::close),
    spec("error", &[], ADMONITION_OPTIONS, admonition::close),
    spec("info", &[], ADMONITION_OPTIONS, admonition::close),
    spec("important", &[], ADMONITION_OPTIONS, admonition::close),
    spec("example", &[], ADMONITION_OPTIONS, admonition::close),
    spec("success", &[], ADMONITION_OPTIONS, admonition::close),
    spec("seealso", &["see-also"], ADMONITION_OPTIONS, admonition::close),
    spec("tab-set", &["tabs"], &["sync", "mode"], tabs::close_set),
    Spec {
        inside: &["tab-set", "code-tabs"],
        ..spec("tab-item", &["tab"], &["selected", "icon", "badge", "disabled", "sync"], tabs::close_item)
    },
    spec("code-tabs", &["code_tabs"], &["sync", "linenos"], tabs::close_code),
    Spec { open: Some(steps::open_steps), ..spec("steps", &[], &["style", "start"], steps::close_steps) },
    Spec {
        inside: &["steps"],
        open: Some(steps::open_step),
        ..spec("step", &[], &["description", "duration", "optional"], steps::close_step)
    },
    spec("cards", &["grid"], &["columns", "gap", "style", "variant", "layout", "gutter"], cards::close_cards),
    Spec { inside: &["cards"], ..spec("card", &["grid-item-card"], CARD_OPTIONS, cards::close_card) },
    spec(
        "child-cards",
        &["child_cards"],
        &["columns", "gap", "include", "fields", "layout", "style", "exclude"],
        cards::close_child_cards,
    ),
    spec("dropdown", &["details"], &["open", "icon", "badge", "color", "description"], disclosure::close_dropdown),
    spec("checklist", &[], &["style", "show_progress", "compact"], disclosure::close_checklist),
    spec("include", &[], &["file", "start_line", "end_line"], include::close_include),
    spec(
        "literalinclude",
        &["literal-include"],
        &["file", "language", "lines", "start_line", "end_line", "emphasize_lines", "linenos", "caption"],
        include::close_literal,
    ),
    spec("example-label", &["example_label"], &["prefix", "no_prefix"], inline::close_example_label),
    spec("glossary", &[], &["tags", "sorted", "show_tags", "collapsed", "limit", "source"], glossary::close),
    spec("list-table", &["list_table"], &["header_rows", "widths"], table::close_list_table),
    spec(
        "data-table",
        &["data_table"],
        &["source", "search", "filter", "sort", "sortable", "filterable", "pagination", "height", "columns"],
        table::close_data_table,
    ),
    spec(
        "figure",
        &[],
        &["alt", "caption", "width", "height", "align", "link", "target", "loading"],
        figure::close_figure,
    ),
    spec("gallery", &[], &["columns", "lightbox", "gap", "aspect_ratio"], figure::close_gallery),
    spec("container", &["div"], &[], inline::close_container),
    spec("target", &["anchor"], &[], inline::close_target),
    spec("rubric", &[], &[], inline::close_rubric),
    spec("badge", &["bdg"], &["label"], inline::close_badge),
    spec("button", &[], &["color", "style", "size", "icon", "target", "url", "link", "label"], inline::close_button),
    spec("icon", &["svg-icon"], &["size", "aria_label"], inline::close_icon),
    spec("excerpt-break", &[], &[], inline::close_excerpt_break),
    spec("since", &["versionadded"], VERSION_OPTIONS, version::close),
    spec("changed", &["versionchanged"], VERSION_OPTIONS, version::close),
    spec("deprecated", &["versionremoved"], VERSION_OPTIONS, version::close),
    spec("breadcrumbs", &[], &["separator", "show_home", "home_text", "home_url"], navigation::close_breadcrumbs),
    spec("siblings", &[], &["limit", "exclude_current", "show_description"], navigation::close_siblings),
    spec("prev-next", &["prev_next"], &["show_title", "show_section"], navigation::close_prev_next),
    spec("related", &[], &["limit", "title", "section_title", "show_tags", "tags"], navigation::close_related),
    spec("youtube", &[], VIDEO_OPTIONS, embeds::close_video),
    spec("vimeo", &[], VIDEO_OPTIONS, embeds::close_video),
    spec("tiktok", &[], VIDEO_OPTIONS, embeds::close_video),
    spec("spotify", &[], AUDIO_OPTIONS, embeds::close_audio),
    spec("soundcloud", &[], AUDIO_OPTIONS, embeds::close_audio),
    spec("codepen", &[], SANDBOX_OPTIONS, embeds::close_sandbox),
    spec("codesandbox", &[], SANDBOX_OPTIONS, embeds::close_sandbox),
    spec("stackblitz", &[], SANDBOX_OPTIONS, embeds::close_sandbox),
    spec("gist", &[], &["file"], embeds::close_gist),
    spec(
        "asciinema",
        &[],
        &["title", "cols", "rows", "speed", "autoplay", "loop", "theme", "poster", "idle_time_limit", "start_at"],
        embeds::close_asciinema,
    ),
    spec(
        "video",
        &[],
        &["title", "poster", "controls", "autoplay", "muted", "loop", "preload", "width", "aspect"],
        player::close_video,
    ),
    spec("audio", &[], &["title", "controls", "autoplay", "loop", "muted", "preload"], player::close_audio),
];

/// Directives of MyST and Sphinx that have another form here, and which.
const FOREIGN_NAMES: &[(&str, &str)] = &[
    ("admonition", "name its kind: `:::{note} Title`, `:::{tip} Title`, `:::{warning} Title`"),
    ("attention", "did you mean `warning`?"),
    ("hint", "did you mean `tip`?"),
    ("code", "code is written as a fence: three backquotes and the language"),
    ("code-block", "code is written as a fence: three backquotes and the language"),
    ("code-cell", "code is written as a fence: three backquotes and the language"),
    ("sourcecode", "code is written as a fence: three backquotes and the language"),
    ("image", "an image is written `![words](path)`, or with `:::{figure} path`"),
    ("math", "a formula is written between lines of `$$`"),
    ("mermaid", "a diagram is written as a fence with the language `mermaid`"),
    ("table", "a table is written with `|`, or with `:::{list-table}`"),
    ("csv-table", "did you mean `data-table`?"),
    ("toctree", "pages are listed with `:::{child-cards}`; menus come from the folders"),
    ("contents", "the table of contents comes from the headings"),
    ("topic", "did you mean `container`?"),
    ("card-carousel", "did you mean `cards`?"),
    ("grid-item", "did you mean `card`?"),
];

/// The directive of this name, in any case.
pub(super) fn find(name: &str) -> Option<&'static Spec> {
    DIRECTIVES.iter().find(|spec| {
        spec.name.eq_ignore_ascii_case(name) || spec.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    })
}

/// Whether the directive of this canonical name is made of others, between which nothing can stand.
pub(super) fn has_parts(name: &str) -> bool {
    matches!(name, "steps" | "tab-set")
}

fn names() -> impl Iterator<Item = &'static str> {
    DIRECTIVES.iter().flat_map(|spec| std::iter::once(spec.name).chain(spec.aliases.iter().copied()))
}

/// Says what is wrong with the opener of a directive: its name, its options, its place.
pub(super) fn check(writer: &mut Writer<'_>, directive: &Directive, spec: Option<&Spec>, parent: &str) {
    let Some(spec) = spec else {
        let message = format!("unknown directive `{}`", directive.name);
        let problem = Diagnostic::error("unknown-directive", message);
        let foreign = FOREIGN_NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(&directive.name));
        if let Some((_, hint)) = foreign {
            return writer.problem(&directive.place, problem.hint(*hint));
        }
        let problem = match writer.report.nearest(&directive.name, names()) {
            Some(near) => problem.did_you_mean(Some(&near)),
            None => problem.hint("what it encloses is shown without it; directives are listed in the documentation"),
        };
        return writer.problem(&directive.place, problem);
    };
    for option in &directive.options {
        if spec.options.iter().chain(COMMON_OPTIONS).any(|known| *known == option.key) {
            continue;
        }
        let written = option.key.replace('_', "-");
        let all = spec.options.iter().chain(COMMON_OPTIONS).copied();
        let near = writer.report.nearest(&option.key, all).map(|near| near.replace('_', "-"));
        let message = format!("directive `{}` has no option `{written}`", directive.name);
        let mut problem = Diagnostic::warning("unknown-directive-option", message).did_you_mean(near.as_deref());
        if near.is_none() && !spec.options.is_empty() {
            problem = problem.hint(format!("it has {}", spec.options.join(", ").replace('_', "-")));
        }
        writer.problem(&option.place, problem);
    }
    if !spec.inside.is_empty() && !spec.inside.contains(&parent) {
        let message = format!("directive `{}` stands outside of `{}`", directive.name, spec.inside[0]);
        let problem = Diagnostic::warning("directive-outside", message);
        writer
            .problem(&directive.place, problem.hint(format!("put it directly inside of `:::{{{}}}`", spec.inside[0])));
    }
}

/// The classes that the options of a directive add, escaped, with a space before each.
fn classes(directive: &Directive) -> String {
    ["class", "css_class"]
        .iter()
        .filter_map(|key| directive.text(key))
        .flat_map(str::split_whitespace)
        .map(|class| format!(" {}", crate::escape::escaped(class)))
        .collect()
}

/// The ` id="…"` that the options of a directive ask for; empty where they do not.
fn id_attribute(writer: &mut Writer<'_>, directive: &Directive) -> String {
    match directive.text("id").or_else(|| directive.text("name")) {
        Some(id) => {
            let id = writer.claim_id(id);
            let html = format!(" id=\"{}\"", crate::escape::escaped(&id));
            writer.add_anchor(id.clone(), id, true);
            html
        }
        None => String::new(),
    }
}

/// The title of a directive as HTML.
fn title_html(writer: &mut Writer<'_>, directive: &Directive) -> String {
    writer.inline(&directive.title, &directive.title_place)
}

/// The value of an option as HTML: a line of Markdown.
fn option_html(writer: &mut Writer<'_>, directive: &Directive, key: &str) -> Option<String> {
    let option = directive.options.iter().rev().find(|option| option.key == key && !option.value.is_empty())?;
    Some(writer.inline(&option.value, &option.value_place))
}

/// The SVG that an `icon` option asks for.
fn icon_html(writer: &mut Writer<'_>, directive: &Directive, size: u16) -> Option<String> {
    let name = directive.text("icon")?.to_owned();
    let svg = super::roles::html_of_icon(writer, &name, size, "", &directive.place);
    (!svg.is_empty()).then_some(svg)
}

#[cfg(test)]
mod tests;
