//! A few assets in memory, prepared.

use crate::{AssetInput, AssetSettings, AssetSource, LinkContext, Linked, Prepared, Resolver, link_page, prepare};
use bengal_core::Config;
use bengal_core::fs::{MemoryFileSystem, SiteFiles};
use bengal_html::Extractor;
use std::sync::Arc;

/// Assets of a site at `https://example.org/sub`.
pub(super) struct Assets {
    pub(super) config: Config,
    pub(super) resolver: Resolver,
    pub(super) prepared: Prepared,
}

pub(super) fn no_files() -> SiteFiles {
    SiteFiles::new(Arc::new(MemoryFileSystem::new()), "/".into()).unwrap()
}

pub(super) fn config() -> Config {
    let mut config = Config::default();
    config.site.origin = "https://example.org".into();
    config.site.base_path = "/sub".into();
    config
}

/// Those with a `!` in front are published verbatim.
pub(super) fn assets(config: Config, files: &[(&str, &str)]) -> Assets {
    let input = |(logical, text): &(&str, &str)| AssetInput {
        logical: logical.trim_start_matches('!').to_owned(),
        source: AssetSource::Embedded(text.as_bytes().to_vec().into()),
        verbatim: logical.starts_with('!'),
    };
    let resolver = Resolver::new(&config);
    let settings = AssetSettings {
        options: &config.assets,
        base_path: &config.site.base_path,
        resolver: &resolver,
        exists: &|path| path == "page/",
    };
    let prepared = prepare(files.iter().map(input).collect(), &no_files(), &settings);
    Assets { config, resolver, prepared }
}

impl Assets {
    pub(super) fn name(&self, logical: &str) -> String {
        self.prepared.table.get(logical).unwrap().published.clone()
    }

    pub(super) fn link<'h>(&self, html: &'h str, page_url: &str) -> Linked<'h> {
        let references = Extractor::new().with_anchors(true).with_base(true).extract(html);
        let context = LinkContext {
            resolver: &self.resolver,
            table: &self.prepared.table,
            base_path: &self.config.site.base_path,
            integrity: self.config.assets.integrity,
            exists: &|path| path == "page/",
        };
        link_page(html, page_url, &references, &context)
    }

    /// The published text at each path, where `used` are the assets that pages use.
    pub(super) fn published(&self, used: &[&str]) -> Vec<(String, String)> {
        let graph = self.prepared.graph(|logical| used.contains(&logical));
        let read = |publication: crate::Publication<'_>| {
            let bytes = publication.read(&no_files()).unwrap();
            (publication.path.to_owned(), String::from_utf8_lossy(&bytes).into_owned())
        };
        self.prepared.publications(&graph).map(read).collect()
    }

    pub(super) fn codes(&self) -> Vec<&str> {
        self.prepared.diagnostics.iter().map(|problem| problem.code).collect()
    }
}
