//! Phase 16b, Link: references of finished pages get their final URLs.
//!
//! Rendering names everything by its logical URL, as if the site stood at the root of its host and nothing had a fingerprint. Here
//! each reference gets the URL of the published file, with the path of the base URL, whoever wrote it: a template, Markdown, or raw HTML.

mod claims;
mod missing;

pub(crate) use claims::broken_claims;
pub(crate) use missing::{Findings, LinkedPage, MissingAssets};

use crate::phases::p13_assets::OtherOutputs;
use bengal_assets::{LinkContext, LinkTable, Linked, Resolver, link_page};
use bengal_core::{Config, Digest};
use bengal_html::Reference;
use std::collections::BTreeMap;

/// Links the pages of one site.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Linker<'s> {
    resolver: &'s Resolver,
    table: &'s LinkTable,
    others: &'s OtherOutputs,
    config: &'s Config,
}

impl<'s> Linker<'s> {
    pub(crate) fn new(
        config: &'s Config,
        resolver: &'s Resolver,
        table: &'s LinkTable,
        others: &'s OtherOutputs,
    ) -> Self {
        Self { resolver, table, others, config }
    }

    /// From URLs to logical paths.
    pub(crate) fn resolver(&self) -> &'s Resolver {
        self.resolver
    }

    /// The digest of what linking takes from the configuration.
    pub(crate) fn settings(&self) -> Digest {
        let (site, assets) = (&self.config.site, &self.config.assets);
        Digest::of(format!("{}\n{}\n{}", site.origin, site.base_path, assets.integrity).as_bytes())
    }

    /// What linking knows of each logical path: a page whose assets have other ones now has to be linked again.
    pub(crate) fn addresses(&self) -> BTreeMap<String, String> {
        self.table.addresses(self.config.assets.integrity)
    }

    /// Links the page at `url`. Where nothing has to change, the page's bytes are untouched. A pure function of the page, its URL, and
    /// what the site publishes.
    pub(crate) fn link<'h>(&self, html: &'h str, url: &str, references: &[Reference<'h>]) -> Linked<'h> {
        let exists = |path: &str| self.others.contains(path);
        let context = LinkContext {
            resolver: self.resolver,
            table: self.table,
            base_path: &self.config.site.base_path,
            integrity: self.config.assets.integrity,
            exists: &exists,
        };
        link_page(html, url, references, &context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bengal_html::Extractor;
    use std::borrow::Cow;

    #[test]
    fn only_what_needs_it_changes() {
        let html = "<a href=/x/>";
        let references = Extractor::new().with_anchors(true).extract(html);
        let (resolver, table, others) = (Resolver::default(), LinkTable::default(), OtherOutputs::default());
        let mut config = Config::default();
        let linked = Linker::new(&config, &resolver, &table, &others).link(html, "/", &references);
        assert!(matches!(linked.html, Cow::Borrowed(_)));
        config.site.base_path = "/sub".into();
        let linked = Linker::new(&config, &resolver, &table, &others).link(html, "/", &references);
        assert_eq!(linked.html, "<a href=/sub/x/>");
    }
}
