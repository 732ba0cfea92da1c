//! Cross references: `[[target]]`, `[[target|text]]`.

use super::Markdown;
use super::anchors::AnchorSearch;
use super::source::Place;
use super::writer::Writer;
use crate::{Lookup, Read, escape};
use bengal_core::{Diagnostic, PageId, url};

impl Markdown {
    /// The pages that the parts of a cross reference mean, in an order that depends on its text alone.
    pub(crate) fn cross_targets(&self, text: &str) -> Vec<Option<PageId>> {
        if text.starts_with("ext:") {
            return Vec::new();
        }
        let as_written = text.split_once('#').map_or(text, |(path, _)| path);
        if let Some(id) = text.strip_prefix("id:") {
            let written = as_written.strip_prefix("id:").unwrap_or(as_written);
            return [split_anchor(id).0, written].map(|id| self.index.page_by_reference_id(&self.site, id)).into();
        }
        let (path, _) = split_anchor(text);
        let mut pages = vec![find_page(self, path), find_page(self, as_written)];
        pages.extend(path.split_once(':').map(|(_, rest)| find_page(self, rest)));
        pages
    }

    /// The anchor of any page that a cross reference (`!target`, `#heading`) means: its page, id and text.
    pub(crate) fn anchor_target(&self, text: &str) -> Option<(PageId, &str, &str)> {
        let search = if text.starts_with('!') { AnchorSearch::Target } else { AnchorSearch::Any };
        let (page, anchor) = self.find_anchor(text.get(1..)?, search)?;
        Some((page, &anchor.id, &anchor.text))
    }
}

/// What a reference leads to.
struct Target {
    url: String,
    /// The text for a reference that has none of its own.
    text: String,
}

/// What is wrong with a reference.
struct Broken {
    message: String,
    suggestion: Option<String>,
    hint: Option<&'static str>,
}

impl Broken {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), suggestion: None, hint: None }
    }
}

/// Writes the reference whose brackets enclose `inner`.
pub(super) fn write(writer: &mut Writer<'_>, inner: &str, place: &Place) {
    let (target, text) = match inner.split_once('|') {
        Some((target, text)) => (target.trim(), Some(text.trim()).filter(|text| !text.is_empty())),
        None => (inner.trim(), None),
    };
    if !writer.resolves() {
        // Only headings are wanted: their text must be the same as when the page is rendered.
        let shown = match text {
            Some(text) => text.to_owned(),
            None => resolve_quietly(writer, target).unwrap_or_else(|| target.to_owned()),
        };
        return writer.plain(&shown);
    }
    if !target.starts_with(['!', '#']) {
        writer.reads.record(Read::Reference(Lookup::Cross, target.to_owned()));
    }
    match resolve(writer, target) {
        Ok(found) => {
            let shown = text.unwrap_or(&found.text).to_owned();
            let label = super::raw_html::without_links(&writer.inline(&shown, place));
            if writer.is_in_link() {
                return writer.inline_html(&label, &shown);
            }
            let foreign = writer.is_foreign(&found.url);
            let tag = super::writer::opening_tag(&found.url, "", foreign);
            writer.inline_html(&format!("{tag}{label}</a>"), &shown);
        }
        Err(broken) => {
            let mut problem = Diagnostic::warning("broken-reference", broken.message.clone())
                .did_you_mean(broken.suggestion.as_deref());
            if let Some(hint) = broken.hint {
                problem = problem.hint(hint);
            }
            writer.problem(place, problem);
            let shown = text.unwrap_or(target);
            let html = format!(
                "<span class=\"broken-ref\" data-ref=\"{}\" title=\"{}\">[{}]</span>",
                escape::escaped(target),
                escape::escaped(&broken.message),
                escape::escaped(shown)
            );
            writer.inline_html(&html, shown);
        }
    }
}

/// The page that a path or `id:x` means and its URL, with its anchor as written; nothing is reported.
pub(super) fn find_page_url(writer: &Writer<'_>, target: &str) -> Option<(PageId, String)> {
    if target.starts_with('!') {
        return None;
    }
    let (path, anchor) = target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor)));
    let page = find_quietly(writer, path)?;
    writer.reads.record(Read::Page(page, "url"));
    let url = &writer.markdown.site.page(page).url;
    Some((page, anchor.map_or_else(|| url.clone(), |anchor| format!("{url}#{anchor}"))))
}

/// The page that a path or `id:x` means, without looking at anchors: they may be what it is looked up for.
fn find_quietly(writer: &Writer<'_>, path: &str) -> Option<PageId> {
    writer.reads.record(Read::Reference(Lookup::Cross, path.to_owned()));
    match path.strip_prefix("id:") {
        Some(id) => writer.markdown.index.page_by_reference_id(&writer.markdown.site, id),
        None => find_page(writer.markdown, path),
    }
}

/// The title of the page that a reference leads to, without looking at anchors: those of this page are being looked for.
fn resolve_quietly(writer: &Writer<'_>, target: &str) -> Option<String> {
    if target.starts_with(['!', '#']) || target.starts_with("ext:") {
        return None;
    }
    let page = find_quietly(writer, target.split('#').next().unwrap_or_default())?;
    writer.reads.record(Read::Page(page, "title"));
    Some(writer.markdown.site.page(page).title.clone())
}

fn resolve(writer: &mut Writer<'_>, target: &str) -> Result<Target, Broken> {
    if let Some(external) = target.strip_prefix("ext:") {
        return resolve_external(writer, external);
    }
    if let Some(id) = target.strip_prefix("id:") {
        let (id, anchor) = split_anchor(id);
        let found = writer.markdown.index.page_by_reference_id(&writer.markdown.site, id);
        let page = found.ok_or_else(|| Broken::new(format!("no page has the id `{id}`")))?;
        return with_anchor(writer, page, anchor);
    }
    if let Some(name) = target.strip_prefix('!') {
        return resolve_anchor(writer, name, AnchorSearch::Target);
    }
    if let Some(name) = target.strip_prefix('#') {
        return resolve_anchor(writer, name, AnchorSearch::Any);
    }
    let (path, anchor) = split_anchor(target);
    if let Some(page) = find_page(writer.markdown, path) {
        return with_anchor(writer, page, anchor);
    }
    if let Some((version, rest)) = path.split_once(':') {
        // `latest` is what is built here; other versions are not.
        if version == "latest"
            && let Some(page) = find_page(writer.markdown, rest)
        {
            return with_anchor(writer, page, anchor);
        }
        let mut broken = Broken::new(format!("`{version}` is no version of this site"));
        broken.hint = Some("references to other versions need them in the same build");
        return Err(broken);
    }
    let mut broken = Broken::new(format!("no page `{path}`"));
    broken.suggestion = nearest_page(writer, path);
    broken.hint = Some("a reference names a page by its path under `content/`, without extension");
    Err(broken)
}

fn split_anchor(target: &str) -> (&str, Option<&str>) {
    match target.split_once('#') {
        Some((path, anchor)) => (path.trim(), Some(anchor.trim()).filter(|anchor| !anchor.is_empty())),
        None => (target.trim(), None),
    }
}

/// The page that a path means: by its key, else by its slug or file name.
pub(super) fn find_page(markdown: &Markdown, path: &str) -> Option<PageId> {
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".md").or_else(|| path.strip_suffix(".markdown")).unwrap_or(path);
    let key = match path {
        "_index" | "index" => "",
        _ => path.strip_suffix("/_index").or_else(|| path.strip_suffix("/index")).unwrap_or(path),
    };
    let index = &markdown.index;
    if let Some(page) = index.page_by_key(&markdown.site, key) {
        return Some(page);
    }
    if key.is_empty() { None } else { index.page_by_slug(&markdown.site, key) }
}

fn nearest_page(writer: &mut Writer<'_>, path: &str) -> Option<String> {
    let markdown = writer.markdown;
    writer.reads.record(Read::Site("names.pages".to_owned()));
    let keys = markdown.site.pages.iter().map(|page| page.key.as_str());
    if let Some(near) = writer.report.nearest(path, keys) {
        return Some(near);
    }
    // A page of that name somewhere else: it was moved, perhaps.
    let name = path.rsplit('/').next().filter(|name| !name.is_empty())?;
    let page = markdown.index.page_by_slug(&markdown.site, name)?;
    Some(markdown.site.page(page).key.clone())
}

fn with_anchor(writer: &mut Writer<'_>, page: PageId, anchor: Option<&str>) -> Result<Target, Broken> {
    writer.reads.record(Read::Page(page, "url"));
    writer.reads.record(Read::Page(page, "title"));
    let found = writer.markdown.site.page(page);
    let Some(anchor) = anchor else { return Ok(Target { url: found.url.clone(), text: found.title.clone() }) };
    writer.reads.record(Read::Anchors(Some(page)));
    let anchors = writer.markdown.anchors_of(page);
    let slug = url::slugify(anchor);
    let known = writer
        .markdown
        .anchor_by_id(page, anchor)
        .or_else(|| anchors.iter().find(|known| known.id.eq_ignore_ascii_case(anchor) || known.id == slug));
    match known {
        Some(known) => Ok(Target { url: format!("{}#{}", found.url, known.id), text: known.text.clone() }),
        None => {
            let mut broken = Broken::new(format!("page `{}` has no anchor `{anchor}`", found.key));
            broken.suggestion = writer
                .report
                .nearest(anchor, anchors.iter().map(|known| known.id.as_str()))
                .map(|near| format!("{}#{near}", found.key));
            Err(broken)
        }
    }
}

fn resolve_anchor(writer: &mut Writer<'_>, name: &str, search: AnchorSearch) -> Result<Target, Broken> {
    let markdown = writer.markdown;
    let own = writer.page.id;
    writer.reads.record(Read::Anchors(Some(own)));
    let found = markdown.anchors_of(own).iter().find(|anchor| search.fits(anchor, name)).map(|anchor| (own, anchor));
    let found = found.or_else(|| {
        // All pages are looked through only where this one has no such anchor.
        let prefix = if search == AnchorSearch::Target { '!' } else { '#' };
        writer.reads.record(Read::Reference(Lookup::Cross, format!("{prefix}{name}")));
        markdown.find_anchor(name, search)
    });
    match found {
        Some((page, anchor)) => {
            let page_url = if page == own { "" } else { markdown.site.page(page).url.as_str() };
            if page != own {
                writer.reads.record(Read::Page(page, "url"));
            }
            Ok(Target { url: format!("{page_url}#{}", anchor.id), text: anchor.text.clone() })
        }
        None => {
            let message = match search {
                AnchorSearch::Target => format!("no page has a target `{name}`"),
                AnchorSearch::Any => format!("no page has a heading or target `{name}`"),
            };
            let mut broken = Broken::new(message);
            let names =
                markdown.anchors_of(own).iter().filter(|anchor| search != AnchorSearch::Target || anchor.target);
            broken.suggestion = writer.report.nearest(name, names.map(|anchor| anchor.id.as_str()));
            Err(broken)
        }
    }
}

/// `project:target`, by the URL templates of the configuration.
fn resolve_external(writer: &mut Writer<'_>, external: &str) -> Result<Target, Broken> {
    let (project, target) = external.split_once(':').unwrap_or((external, ""));
    let (project, target) = (project.trim(), target.trim());
    writer.reads.record(Read::Config(Read::path_below("external_refs.templates", project)));
    let templates = &writer.markdown.site.config.external_refs;
    let Some(template) = templates.get(project) else {
        let mut broken = Broken::new(format!("no external project `{project}` is configured"));
        writer.reads.record(Read::Config("external_refs.templates".to_owned()));
        broken.suggestion = writer.report.nearest(project, templates.keys());
        broken.hint = Some("URL templates of projects stand under `external_refs.templates`");
        return Err(broken);
    };
    let url = template
        .replace("{target}", target)
        .replace("{name_lower}", &target.to_lowercase())
        .replace("{name}", target)
        .replace("{module}", module_of(target));
    let text = if target.is_empty() { project } else { target };
    Ok(Target { url: super::writer::encode(&url), text: text.to_owned() })
}

/// The module of a dotted name: what is before the first part that starts with an upper-case letter; where there is no such
/// part, all but the last.
fn module_of(target: &str) -> &str {
    let mut at = 0;
    for part in target.split('.') {
        if part.starts_with(char::is_uppercase) && at > 0 {
            return &target[..at - 1];
        }
        at += part.len() + 1;
    }
    target.rsplit_once('.').map_or(target, |(module, _)| module)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules() {
        let cases = [
            ("pathlib.Path", "pathlib"),
            ("pathlib.Path.exists", "pathlib"),
            ("json.dumps", "json"),
            ("os.path.join", "os.path"),
            ("asyncio", "asyncio"),
            ("BaseModel", "BaseModel"),
            ("", ""),
        ];
        for (target, module) in cases {
            assert_eq!(module_of(target), module, "{target}");
        }
    }
}
