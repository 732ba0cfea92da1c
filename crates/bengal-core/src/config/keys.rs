//! The table of known configuration keys: the only place that says which keys there are.

/// What is done with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// It has an effect here, or is read by templates and themes.
    Read,
    /// A table in which every key is free.
    Free,
    /// The Python generator knows it; it has no effect here.
    Inert,
}

/// Keys at the top level that stand for a key in a table, as the Python generator's scaffolds write them.
pub(super) const FLAT: &[(&str, &str, &str)] = &[
    ("title", "site", "title"),
    ("baseurl", "site", "baseurl"),
    ("description", "site", "description"),
    ("author", "site", "author"),
    ("language", "site", "language"),
    ("output_dir", "build", "output_dir"),
    ("pretty_urls", "build", "pretty_urls"),
    ("strict_mode", "build", "strict_mode"),
    ("theme", "theme", "name"),
];

/// What is done with the key at a dotted path; `None` where it is unknown.
pub(super) fn use_of(path: &str) -> Option<Use> {
    KEYS.iter().find(|(key, _)| *key == path).map(|(_, what)| *what)
}

/// The names of the known keys directly in the table at a dotted path (empty: the top level), for suggestions.
pub(super) fn names_in(table: &str) -> impl Iterator<Item = &'static str> + '_ {
    KEYS.iter().filter_map(move |(key, _)| {
        let name = match table {
            "" => key,
            table => key.strip_prefix(table)?.strip_prefix('.')?,
        };
        (!name.contains('.')).then_some(name)
    })
}

use Use::{Free, Inert, Read};

/// Every known key. A table that is [`Read`] has its keys here too; below [`Free`] and [`Inert`] nothing is checked.
pub(super) const KEYS: &[(&str, Use)] = &[
    ("site", Read),
    ("site.title", Read),
    ("site.description", Read),
    ("site.baseurl", Read),
    ("site.language", Read),
    ("site.author", Read),
    ("site.logo", Read),
    ("site.logo_text", Read),
    ("site.logo_image", Read),
    ("site.favicon", Read),
    ("site.og_image", Read),
    ("site.keywords", Read),
    ("site.copyright", Read),
    ("site.params", Free),
    ("build", Read),
    ("build.output_dir", Read),
    ("build.pretty_urls", Read),
    ("build.strict_mode", Read),
    ("build.incremental", Inert),
    ("build.parallel", Inert),
    ("build.max_workers", Inert),
    ("build.debug", Inert),
    ("build.fast_mode", Inert),
    ("build.memory_optimized", Inert),
    ("build.validate_build", Inert),
    ("build.validate_templates", Inert),
    ("build.validate_links", Inert),
    ("build.transform_links", Inert),
    ("build.cache_templates", Inert),
    ("build.content_dir", Read),
    ("build.assets_dir", Inert),
    ("build.templates_dir", Inert),
    ("content", Read),
    ("content.default_type", Read),
    ("content.excerpt_length", Read),
    ("content.summary_length", Read),
    ("content.reading_speed", Read),
    ("content.related_count", Read),
    ("content.toc_depth", Read),
    ("content.toc_min_headings", Read),
    ("content.sort_pages_by", Read),
    ("content.sort_order", Read),
    ("content.excerpt_words", Inert),
    ("content.related_threshold", Inert),
    ("content.toc_style", Inert),
    ("content.git_info", Inert),
    ("theme", Read),
    ("theme.name", Read),
    ("theme.default_appearance", Read),
    ("theme.features", Read),
    ("features", Read),
    ("features.rss", Read),
    ("features.sitemap", Read),
    ("features.robots", Read),
    ("features.atom", Inert),
    ("features.search", Inert),
    ("features.json", Inert),
    ("features.llm_txt", Inert),
    ("features.markdown", Inert),
    ("features.validate_links", Inert),
    ("features.minify_assets", Inert),
    ("features.minify_html", Inert),
    ("features.analytics", Inert),
    ("taxonomies", Read),
    ("pagination", Read),
    ("pagination.per_page", Read),
    ("pagination.threshold", Read),
    ("menu", Read),
    ("menu.bundles", Inert),
    ("external_refs", Read),
    ("external_refs.enabled", Read),
    ("external_refs.templates", Free),
    ("external_refs.export_index", Inert),
    ("external_refs.cache_dir", Inert),
    ("external_refs.default_cache_days", Inert),
    ("external_refs.indexes", Inert),
    ("assets", Read),
    ("assets.minify", Read),
    ("assets.fingerprint", Read),
    ("assets.optimize", Read),
    ("assets.pipeline", Inert),
    ("assets.bundle_js", Inert),
    ("params", Free),
    ("header", Free),
    ("footer", Free),
    ("social", Free),
    ("analytics", Free),
    ("markdown", Inert),
    ("search", Inert),
    ("css", Inert),
    ("static", Inert),
    ("dev", Inert),
    ("dev_server", Inert),
    ("server", Inert),
    ("html_output", Inert),
    ("output_formats", Inert),
    ("health_check", Inert),
    ("health", Inert),
    ("validate_templates", Inert),
    ("template_engine", Inert),
    ("link_previews", Inert),
    ("social_cards", Inert),
    ("build_badge", Inert),
    ("fonts", Inert),
    ("icons", Inert),
    ("autodoc", Inert),
    ("versioning", Inert),
    ("i18n", Inert),
    ("capabilities", Inert),
    ("graph", Inert),
    ("structured_data", Inert),
    ("connect_to_ide", Inert),
    ("content_signals", Inert),
    ("document_application", Inert),
    ("view_transitions", Inert),
    ("speculation", Inert),
    ("plugins", Inert),
    ("sources", Inert),
    ("collections", Inert),
    ("resources", Inert),
];
