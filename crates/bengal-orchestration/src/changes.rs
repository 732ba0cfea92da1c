//! What a build changed in the output folder: for whoever uploads only that, or purges a cache in front of it.

use crate::output::OutputRecord;
use bengal_core::config::SiteConfig;
use bengal_core::url;
use serde::Serialize;

/// Files of the output folder that are not what the build before left: their paths relative to it, each list in order.
///
/// Contents are compared by their digests, as recorded by both builds. Without records of a build before, every file is added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that were not there.
    pub added: Vec<Box<str>>,
    /// Files with other bytes.
    pub changed: Vec<Box<str>>,
    /// Files that are gone.
    pub removed: Vec<Box<str>>,
    /// What stands before the paths of URLs, as far as the configuration states it.
    base: String,
}

/// The changes as they are serialised.
#[derive(Serialize)]
struct Lists<'a> {
    added: Vec<ChangedFile<'a>>,
    changed: Vec<ChangedFile<'a>>,
    removed: Vec<ChangedFile<'a>>,
}

#[derive(Serialize)]
struct ChangedFile<'a> {
    url: String,
    path: &'a str,
}

impl Changes {
    /// What `after` has, or lacks, that `before` has not. A binary search for each path.
    pub(crate) fn between(before: &OutputRecord, after: &OutputRecord, site: &SiteConfig) -> Self {
        let mut changes = Self { base: format!("{}{}", site.origin, site.base_path), ..Self::default() };
        for (path, now) in after.files.iter() {
            match before.files.get(path) {
                None => changes.added.push(path.into()),
                Some(then) if then.digest != now.digest => changes.changed.push(path.into()),
                Some(_) => {}
            }
        }
        let gone = before.files.keys().filter(|path| !after.files.contains_key(path));
        // Those that were somebody else's before are still there.
        changes.removed = gone.filter(|path| !before.adopted.contains(*path)).map(Box::from).collect();
        changes
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// Where a file is published: with the base URL as far as the configuration states one, percent-encoded, `index.html` left out.
    pub fn url(&self, path: &str) -> String {
        let path = match path.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => path,
        };
        format!("{}/{}", self.base, url::encode_path(path))
    }

    /// The lists as one JSON object, indented, with a line feed at the end: of each file [`url`](Self::url) and path.
    ///
    /// # Errors
    /// None that texts can cause; they are those of the serialiser.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let mut json = serde_json::to_string_pretty(&Lists {
            added: self.listed(&self.added),
            changed: self.listed(&self.changed),
            removed: self.listed(&self.removed),
        })?;
        json.push('\n');
        Ok(json)
    }

    fn listed<'a>(&self, paths: &'a [Box<str>]) -> Vec<ChangedFile<'a>> {
        paths.iter().map(|path| ChangedFile { url: self.url(path), path }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::OutputFile;
    use bengal_core::HalfDigest;

    fn record(files: &[(&str, u8)]) -> OutputRecord {
        let file = |content: u8| OutputFile { digest: HalfDigest::of(&[content]), stamp: None };
        let files = files.iter().map(|(path, content)| (*path, file(*content))).collect();
        OutputRecord { files, ..OutputRecord::default() }
    }

    fn urls(changes: &Changes, files: &[Box<str>]) -> Vec<String> {
        files.iter().map(|path| changes.url(path)).collect()
    }

    #[test]
    fn files_are_compared_by_content() {
        let mut before = record(&[("a/index.html", 1), ("b/index.html", 1), ("gone.txt", 1), ("theirs.txt", 1)]);
        before.adopted.insert("theirs.txt".to_owned());
        let after = record(&[("a/index.html", 1), ("b/index.html", 2), ("index.html", 1), ("x y/noindex.html", 1)]);
        let mut site = bengal_core::Config::default().site;
        let changes = Changes::between(&before, &after, &site);
        assert_eq!(urls(&changes, &changes.added), ["/", "/x%20y/noindex.html"]);
        assert_eq!(urls(&changes, &changes.changed), ["/b/"]);
        assert_eq!(urls(&changes, &changes.removed), ["/gone.txt"]);
        (site.origin, site.base_path) = ("https://example.org".into(), "/sub".into());
        let changes = Changes::between(&before, &after, &site);
        assert_eq!(urls(&changes, &changes.changed), ["https://example.org/sub/b/"]);
        assert!(changes.to_json().unwrap().contains(
            r#""url": "https://example.org/sub/b/",
      "path": "b/index.html""#
        ));
        assert!(Changes::between(&after, &after, &site).is_empty());
    }
}
