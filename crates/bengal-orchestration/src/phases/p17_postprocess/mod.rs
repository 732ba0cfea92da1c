//! Phase 17, Post-process: redirects, sitemap, feed, robots; then stale files go.

mod feed;
mod redirects;
mod robots;
mod sitemap;

use crate::output::OutputFolder;
use bengal_core::{Diagnostic, Site};
use camino::Utf8Path;
use std::io;

/// What the phase made.
#[derive(Debug, Default)]
pub(crate) struct Postprocessed {
    /// The site-wide files and redirects.
    pub(crate) files: usize,
    /// Files of earlier builds that are no longer part of the site.
    pub(crate) removed: usize,
    /// What was wrong.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Writes the outputs that belong to no single page, then removes what earlier builds left.
///
/// A file of the author's at one of these paths (`static/robots.txt`) takes precedence.
pub(crate) fn postprocess(site: &Site, output: &OutputFolder) -> Postprocessed {
    let mut result = Postprocessed::default();
    for (path, html) in redirects::redirects(site) {
        result.write(output, &path, html.as_bytes());
    }
    let outputs = &site.config.outputs;
    let mut has_sitemap = false;
    if outputs.sitemap {
        has_sitemap = result.write_xml(output, "sitemap.xml", sitemap::sitemap(site));
    }
    if outputs.rss {
        result.write_xml(output, "rss.xml", feed::feed(site));
    }
    if outputs.robots {
        result.write(output, Utf8Path::new("robots.txt"), robots::robots(site, has_sitemap).as_bytes());
    }
    if site.config.site.origin.is_empty() && (outputs.sitemap || outputs.rss) {
        result.diagnostics.push(
            Diagnostic::note("no-base-url", "`sitemap.xml` and `rss.xml` are not made: they need absolute URLs")
                .hint("set `baseurl = \"https://example.org/\"` under `[site]`"),
        );
    }
    result.removed = output.remove_stale(&mut result.diagnostics);
    result
}

impl Postprocessed {
    fn write(&mut self, output: &OutputFolder, path: &Utf8Path, content: &[u8]) {
        if output.contains(path.as_str()) {
            return;
        }
        match output.write(path, content) {
            Ok(_) => self.files += 1,
            Err(diagnostic) => self.diagnostics.push(diagnostic),
        }
    }

    fn write_xml(&mut self, output: &OutputFolder, path: &str, xml: io::Result<Option<Vec<u8>>>) -> bool {
        match xml {
            Ok(Some(xml)) => {
                self.write(output, Utf8Path::new(path), &xml);
                true
            }
            Ok(None) => false,
            Err(error) => {
                self.diagnostics.push(Diagnostic::error("write-failed", format!("cannot make `{path}`: {error}")));
                false
            }
        }
    }
}

/// The absolute URL of a page or file of the site; a path where the base URL has no host.
fn absolute_url(site: &Site, url: &str) -> String {
    format!("{}{}{url}", site.config.site.origin, site.config.site.base_path)
}
