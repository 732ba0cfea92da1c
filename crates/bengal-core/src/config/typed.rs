//! From the merged tree to typed values.

use super::collections::{menus, taxonomies};
use super::images::images;
use super::load::SourceFile;
use super::reader::{Reader, text_of};
use super::{
    AssetsConfig, BrowserTarget, BudgetConfig, BuildConfig, Config, ConfigRequest, ContentConfig, OutputConfig,
    PaginationConfig, SiteConfig, SortBy, ThemeConfig, base_url,
};
use crate::diagnostic::Diagnostic;
use crate::syntax::Node;
use indexmap::IndexMap;

/// Reads everything that the engine acts on, and reports what is wrong with it.
pub(super) fn read(
    root: &Node,
    files: &[SourceFile],
    request: &ConfigRequest,
    diagnostics: &mut Vec<Diagnostic>,
) -> Config {
    let defaults = Config::default();
    let mut reader = Reader::new(root, files, diagnostics);
    reader.check_keys();
    Config {
        site: site(&mut reader, defaults.site, request),
        build: build(&mut reader, defaults.build),
        content: content(&mut reader, defaults.content),
        theme: theme(&mut reader, defaults.theme),
        assets: assets(&mut reader, defaults.assets),
        outputs: outputs(&mut reader, &defaults.outputs),
        taxonomies: taxonomies(&mut reader).unwrap_or(defaults.taxonomies),
        images: images(&mut reader, defaults.images),
        pagination: pagination(&mut reader, &defaults.pagination),
        menus: menus(&mut reader),
        external_refs: external_refs(&mut reader),
        strict: reader.flag("build.strict_mode").unwrap_or(false),
        params: reader.map("params"),
        raw: root.to_value(),
    }
}

fn site(reader: &mut Reader<'_>, defaults: SiteConfig, request: &ConfigRequest) -> SiteConfig {
    let configured = reader.text("site.baseurl").filter(|text| !text.trim().is_empty());
    let parts = match (&configured, &request.environment_baseurl) {
        (Some(text), _) => base_url::split(text),
        (None, Some(text)) => base_url::split(text),
        (None, None) => Ok((String::new(), String::new())),
    };
    let (origin, base_path) = parts.unwrap_or_else(|problem| {
        match reader.node("site.baseurl").filter(|_| configured.is_some()) {
            Some(node) => reader.error(node, "config-baseurl", problem, Some(BASE_URL_HINT.to_owned())),
            None => reader.environment_error(problem),
        }
        (String::new(), String::new())
    });
    SiteConfig {
        title: reader.text("site.title").unwrap_or(defaults.title),
        description: reader.text("site.description").unwrap_or(defaults.description),
        origin,
        base_path,
        language: reader.text("site.language").unwrap_or(defaults.language),
        author: reader.text("site.author").unwrap_or(defaults.author),
    }
}

const BASE_URL_HINT: &str = "for example `https://example.org/docs`, or `/docs`, or nothing";

fn build(reader: &mut Reader<'_>, defaults: BuildConfig) -> BuildConfig {
    let output_dir = reader.text("build.output_dir");
    if let (Some(node), Some("")) = (reader.node("build.output_dir"), output_dir.as_deref().map(str::trim)) {
        reader.error(node, "config-value", "`build.output_dir` must not be empty".to_owned(), None);
    }
    BuildConfig {
        output_dir: output_dir.unwrap_or(defaults.output_dir),
        content_dir: reader.text("build.content_dir").filter(|folder| !folder.trim().is_empty()),
        pretty_urls: reader.flag("build.pretty_urls").unwrap_or(defaults.pretty_urls),
    }
}

fn content(reader: &mut Reader<'_>, defaults: ContentConfig) -> ContentConfig {
    const MANY: i64 = 1_000_000;
    let sort_pages_by = reader.choice("content.sort_pages_by", &["weight", "date", "title", "modified"]);
    if let (Some("modified"), Some(node)) = (sort_pages_by, reader.node("content.sort_pages_by")) {
        let message = "pages cannot be sorted by `modified`; they are sorted by `date`".to_owned();
        reader.warning(node, "config-value", message);
    }
    let order = reader.choice("content.sort_order", &["asc", "desc"]);
    ContentConfig {
        default_type: reader.text("content.default_type").unwrap_or(defaults.default_type),
        excerpt_length: reader.number("content.excerpt_length", 0..=MANY).unwrap_or(defaults.excerpt_length),
        summary_length: reader.number("content.summary_length", 0..=MANY).unwrap_or(defaults.summary_length),
        reading_speed: reader.number("content.reading_speed", 1..=MANY).unwrap_or(defaults.reading_speed),
        related_count: reader.number("content.related_count", 0..=100).unwrap_or(defaults.related_count),
        toc_depth: reader.number("content.toc_depth", 1..=6).map_or(defaults.toc_depth, |depth| depth as u8),
        toc_min_headings: reader.number("content.toc_min_headings", 0..=MANY).unwrap_or(defaults.toc_min_headings),
        sort_pages_by: match sort_pages_by {
            Some("date" | "modified") => SortBy::Date,
            Some("title") => SortBy::Title,
            Some("weight") => SortBy::Weight,
            _ => defaults.sort_pages_by,
        },
        sort_descending: order.map_or(defaults.sort_descending, |order| order == "desc"),
    }
}

fn theme(reader: &mut Reader<'_>, defaults: ThemeConfig) -> ThemeConfig {
    let name = reader.text("theme.name").filter(|name| !name.is_empty());
    if let (Some(node), Some(name)) = (reader.node("theme.name"), &name)
        && (name.contains(['/', '\\', '\0']) || name.starts_with('.'))
    {
        let message = format!("`{}` is not the name of a folder under `themes/`", name.escape_debug());
        reader.error(node, "config-value", message, None);
    }
    ThemeConfig {
        name: name.unwrap_or(defaults.name),
        default_appearance: reader
            .choice("theme.default_appearance", &["light", "dark", "system"])
            .map_or(defaults.default_appearance, str::to_owned),
        features: reader.texts("theme.features"),
        raw: reader.map("theme"),
    }
}

fn assets(reader: &mut Reader<'_>, defaults: AssetsConfig) -> AssetsConfig {
    AssetsConfig {
        minify: reader.flag("assets.minify").unwrap_or(defaults.minify),
        bundle: reader.flag("assets.bundle").unwrap_or(defaults.bundle),
        targets: targets(reader),
        fingerprint: reader.flag("assets.fingerprint").unwrap_or(defaults.fingerprint),
        stable: reader.texts("assets.stable").unwrap_or(defaults.stable),
        exclude: reader.texts("assets.exclude").unwrap_or(defaults.exclude),
        integrity: reader.flag("assets.integrity").unwrap_or(defaults.integrity),
        budget: BudgetConfig { page: reader.size("assets.budget.page") },
    }
}

fn targets(reader: &mut Reader<'_>) -> Vec<BrowserTarget> {
    let mut targets = Vec::new();
    for text in reader.texts("assets.targets").unwrap_or_default() {
        match (BrowserTarget::parse(&text), reader.node("assets.targets")) {
            (Some(target), _) => targets.push(target),
            (None, Some(node)) => {
                let message = format!("`{}` in `assets.targets` is no browser with a version", text.escape_debug());
                let hint = format!("for example `safari 16.4`; browsers are {}", BrowserTarget::NAMES.join(", "));
                reader.error(node, "config-value", message, Some(hint));
            }
            (None, None) => {}
        }
    }
    targets
}

fn outputs(reader: &mut Reader<'_>, defaults: &OutputConfig) -> OutputConfig {
    OutputConfig {
        sitemap: reader.flag("features.sitemap").unwrap_or(defaults.sitemap),
        rss: reader.flag("features.rss").unwrap_or(defaults.rss),
        robots: reader.flag("features.robots").unwrap_or(defaults.robots),
    }
}

/// Who asks for a number of items a page, and names no threshold, wants that number from the first page on.
fn pagination(reader: &mut Reader<'_>, defaults: &PaginationConfig) -> PaginationConfig {
    let per_page = reader.number("pagination.per_page", 1..=100_000);
    let threshold = reader.number("pagination.threshold", 0..=1_000_000);
    PaginationConfig {
        per_page: per_page.unwrap_or(defaults.per_page),
        threshold: threshold.or(per_page).unwrap_or(defaults.threshold),
    }
}

/// `external_refs.templates`: URL templates by project.
fn external_refs(reader: &mut Reader<'_>) -> IndexMap<String, String> {
    if reader.flag("external_refs.enabled") == Some(false) {
        return IndexMap::new();
    }
    let mut templates = IndexMap::new();
    for entry in reader.table("external_refs.templates").unwrap_or_default() {
        match text_of(&entry.value) {
            Some(text) => drop(templates.insert(entry.key.clone(), text)),
            None => reader.wrong(&format!("external_refs.templates.{}", entry.key), &entry.value, "text"),
        }
    }
    templates
}
