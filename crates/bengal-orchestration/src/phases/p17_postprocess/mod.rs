//! Phase 17, Post-process: redirects, sitemap, feed, robots; then stale files go.

mod feed;
mod redirects;
mod robots;
mod sitemap;

use crate::output::OutputFolder;
use crate::phase::Outcome;
use crate::records::SiteFiles;
use bengal_assets::AssetGraph;
use bengal_core::site::{ClaimOwner, OutputClaim};
use bengal_core::{Diagnostic, HalfDigest, Site};
use camino::{Utf8Path, Utf8PathBuf};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};
use std::io;

/// Writes the outputs that belong to no single page, then removes what earlier builds left. Returns how many files were removed.
///
/// A file of the author's at one of these paths (`static/robots.txt`) takes precedence. Where sources were `lost`, because they cannot be
/// read, nobody knows which files of earlier builds are theirs: all stay.
///
/// `known` are files that an earlier build made of this very model; afterwards, those that this one did.
pub(crate) fn postprocess(
    site: &Site,
    assets: &AssetGraph,
    output: &OutputFolder,
    lost: usize,
    known: &mut SiteFiles,
    problems: &mut Vec<Diagnostic>,
) -> (usize, Outcome) {
    let known_before = std::mem::take(known);
    let known_before = if lost > 0 { SiteFiles::default() } else { known_before };
    let mut made = Made { output, files: 0, known_before, of_model: SiteFiles::default(), problems };
    let icon = redirects::icon(site, assets);
    for (path, page) in redirects::redirects(site) {
        made.write(&path, redirects::html(site, page, &icon).as_bytes());
    }
    let outputs = &site.config.outputs;
    let has_sitemap = outputs.sitemap && made.write_xml("sitemap.xml", || sitemap::sitemap(site));
    if outputs.rss {
        made.write_xml("rss.xml", || feed::feed(site));
    }
    if outputs.robots {
        made.write(Utf8Path::new("robots.txt"), robots::robots(site, has_sitemap).as_bytes());
    }
    if site.config.site.origin.is_empty() && (outputs.sitemap || outputs.rss) {
        made.problems.push(
            Diagnostic::note("no-base-url", "`sitemap.xml` and `rss.xml` are not made: they need absolute URLs")
                .hint("set `baseurl = \"https://example.org/\"` under `[site]`"),
        );
    }
    let Made { files, of_model, .. } = made;
    if lost == 0 {
        *known = of_model;
    }
    problems.extend(output.replaced());
    if lost > 0 {
        output.keep_all();
    }
    let removed = output.remove_stale(problems);
    (removed, Outcome::Done(format!("{files} files made, {removed} removed")))
}

/// The files of this phase that belong to the whole site.
const SITE_FILES: [&str; 3] = ["robots.txt", "rss.xml", "sitemap.xml"];

/// The files that the phase may make.
pub(crate) fn planned(site: &Site) -> impl Iterator<Item = Utf8PathBuf> + '_ {
    redirects::redirects(site).map(|(path, _)| path).chain(SITE_FILES.into_iter().map(Utf8PathBuf::from))
}

/// The places that the files of the whole site want.
pub(crate) fn claims() -> impl Iterator<Item = OutputClaim> {
    SITE_FILES.into_iter().map(|file| {
        let owner = ClaimOwner::Generated(format!("the site's `{file}`"));
        OutputClaim { output: file.into(), owner }
    })
}

/// Writes files and counts them.
struct Made<'a> {
    output: &'a OutputFolder,
    files: usize,
    /// Files that were made of this model before.
    known_before: SiteFiles,
    /// Files that follow from the model alone.
    of_model: SiteFiles,
    problems: &'a mut Vec<Diagnostic>,
}

impl Made<'_> {
    /// Writes a file where the author has none. The digest, if it was written.
    fn write(&mut self, path: &Utf8Path, content: &[u8]) -> Option<HalfDigest> {
        if self.output.contains(path.as_str()) {
            return None;
        }
        match self.output.write(path, content) {
            Ok(digest) => {
                self.files += 1;
                Some(digest)
            }
            Err(diagnostic) => {
                self.problems.push(diagnostic);
                None
            }
        }
    }

    /// Writes a file that follows from the model alone, if there is one; says whether there is. What an earlier build made of the same model
    /// stays.
    fn write_xml(&mut self, path: &str, make: impl FnOnce() -> io::Result<Option<Vec<u8>>>) -> bool {
        if let Some(digest) = self.known_before.get(path)
            && !self.output.contains(path)
            && self.output.take_over(path.into(), digest)
        {
            self.of_model.insert(path.to_owned(), *digest);
            self.files += 1;
            return true;
        }
        match make() {
            Ok(Some(xml)) => {
                let digest = self.write(Utf8Path::new(path), &xml);
                self.of_model.extend(digest.map(|digest| (path.to_owned(), digest)));
                true
            }
            Ok(None) => false,
            Err(error) => {
                self.problems.push(Diagnostic::error("write-failed", format!("cannot make `{path}`: {error}")));
                false
            }
        }
    }
}

/// The absolute URL of a page or file of the site; a path where the base URL has no host.
fn absolute_url(site: &Site, url: &str) -> String {
    format!("{}{}{url}", site.config.site.origin, site.config.site.base_path)
}

/// The start of an XML document of about so many bytes.
fn xml_document(bytes: usize) -> io::Result<Writer<Vec<u8>>> {
    let mut writer = Writer::new_with_indent(Vec::with_capacity(bytes), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    Ok(writer)
}

/// The bytes of a finished XML document.
fn end_of_document(writer: Writer<Vec<u8>>) -> Vec<u8> {
    let mut xml = writer.into_inner();
    xml.push(b'\n');
    xml
}
