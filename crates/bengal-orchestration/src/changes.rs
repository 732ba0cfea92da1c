//! What a build changed in the output folder: for whoever uploads only that, or purges a cache in front of it.

use crate::output::OutputRecord;
use bengal_core::config::SiteConfig;
use bengal_core::url;
use serde::Serialize;

/// Files of the output folder that are not what the build before left, each list in the order of paths.
///
/// Contents are compared by their digests, as recorded by both builds. Without records of a build before, every file is added.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Files that were not there.
    pub added: Vec<ChangedFile>,
    /// Files with other bytes.
    pub changed: Vec<ChangedFile>,
    /// Files that are gone.
    pub removed: Vec<ChangedFile>,
}

/// A file of the output folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ChangedFile {
    /// Where it is published: with the base URL as far as the configuration states one, percent-encoded, `index.html` left out.
    pub url: String,
    /// Its path relative to the output folder.
    pub path: String,
}

impl Changes {
    /// What `after` has, or lacks, that `before` has not. Linear in both.
    pub(crate) fn between(before: &OutputRecord, after: &OutputRecord, site: &SiteConfig) -> Self {
        let file = |path: &str| ChangedFile { url: published_url(path, site), path: path.to_owned() };
        let mut changes = Self::default();
        for (path, now) in after.files.iter() {
            match before.files.get(path) {
                None => changes.added.push(file(path)),
                Some(then) if then.digest != now.digest => changes.changed.push(file(path)),
                Some(_) => {}
            }
        }
        let gone = before.files.keys().filter(|path| !after.files.contains_key(path));
        // Those that were somebody else's before are still there.
        changes.removed = gone.filter(|path| !before.adopted.contains(*path)).map(file).collect();
        changes
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// The lists as one JSON object, indented, with a line feed at the end.
    ///
    /// # Errors
    /// None that texts can cause; they are those of the serialiser.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let mut json = serde_json::to_string_pretty(self)?;
        json.push('\n');
        Ok(json)
    }
}

fn published_url(path: &str, site: &SiteConfig) -> String {
    let path = match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path,
    };
    format!("{}{}/{}", site.origin, site.base_path, url::encode_path(path))
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

    fn urls(files: &[ChangedFile]) -> Vec<&str> {
        files.iter().map(|file| file.url.as_str()).collect()
    }

    #[test]
    fn files_are_compared_by_content() {
        let mut before = record(&[("a/index.html", 1), ("b/index.html", 1), ("gone.txt", 1), ("theirs.txt", 1)]);
        before.adopted.insert("theirs.txt".to_owned());
        let after = record(&[("a/index.html", 1), ("b/index.html", 2), ("index.html", 1), ("x y/noindex.html", 1)]);
        let mut site = bengal_core::Config::default().site;
        let changes = Changes::between(&before, &after, &site);
        assert_eq!(urls(&changes.added), ["/", "/x%20y/noindex.html"]);
        assert_eq!(urls(&changes.changed), ["/b/"]);
        assert_eq!(urls(&changes.removed), ["/gone.txt"]);
        (site.origin, site.base_path) = ("https://example.org".into(), "/sub".into());
        assert_eq!(urls(&Changes::between(&before, &after, &site).changed), ["https://example.org/sub/b/"]);
        assert!(Changes::between(&after, &after, &site).is_empty());
    }
}
