//! Where templates are: the site's folder, the theme's, the embedded default theme.

use crate::theme;
use bengal_core::Diagnostic;
use bengal_core::fs::{FileKind, SiteFiles};
use bengal_core::suggest::nearest;
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;
use std::io;
use std::sync::OnceLock;

/// The name of the embedded theme.
const DEFAULT_THEME: &str = "default";

/// Folders nested deeper than this below `templates/` are not looked into.
const MAX_DEPTH: usize = 16;

/// What a template's file name ends with. Other files in the folder (notes, images) are not templates.
const EXTENSIONS: [&str; 7] = ["html", "htm", "xml", "txt", "json", "j2", "jinja"];

/// The folder that stands before the path of an embedded template, where a path of the site would stand.
const EMBEDDED: &str = "bengal:default/templates";

/// Where a template comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    /// A file of the site.
    Site(Utf8PathBuf),
    /// A file of the embedded theme.
    Embedded(&'static theme::ThemeFile),
}

/// All templates that a site can use, by name. A name is a path below a `templates` folder; where several folders have it,
/// the first of `templates/`, `themes/<name>/templates/` and the embedded default theme wins.
#[derive(Debug)]
pub(crate) struct TemplateFiles {
    files: SiteFiles,
    theme: String,
    places: OnceLock<BTreeMap<String, Place>>,
}

impl TemplateFiles {
    pub(super) fn new(files: SiteFiles, theme: &str) -> Self {
        Self { files, theme: theme.to_owned(), places: OnceLock::new() }
    }

    /// Whether there is a template of this name.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.places().contains_key(name)
    }

    /// The file of a template, relative to the site's folder; for an embedded one a path that begins with `bengal:default`.
    pub(crate) fn path(&self, name: &str) -> Option<Utf8PathBuf> {
        self.places().get(name).map(|place| match place {
            Place::Site(path) => path.clone(),
            Place::Embedded(file) => Utf8Path::new(EMBEDDED).join(file.path),
        })
    }

    /// The text of a template; `None` where there is none of this name.
    pub(crate) fn text(&self, name: &str) -> io::Result<Option<String>> {
        match self.places().get(name) {
            None => Ok(None),
            Some(Place::Site(path)) => self.files.read_text(path).map(Some),
            Some(Place::Embedded(file)) => match std::str::from_utf8(file.content) {
                Ok(text) => Ok(Some(text.to_owned())),
                Err(error) => Err(io::Error::new(io::ErrorKind::InvalidData, error)),
            },
        }
    }

    /// The names of all templates, sorted.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.places().keys().map(String::as_str)
    }

    /// A warning where the configuration asks for a theme that has no folder.
    pub(super) fn missing_theme(&self) -> Option<Diagnostic> {
        if self.theme == DEFAULT_THEME || !is_plain_name(&self.theme) {
            return None;
        }
        let themes = Utf8Path::new("themes");
        let found = self.files.locate(themes).and_then(|real| self.files.fs().read_dir(&real)).unwrap_or_default();
        let names = found.iter().map(|entry| entry.name.as_str()).filter(|name| self.is_folder(&themes.join(name)));
        let names: Vec<&str> = names.collect();
        if names.contains(&self.theme.as_str()) {
            return None;
        }
        let near = nearest(&self.theme, names.into_iter().chain([DEFAULT_THEME]));
        let message = format!("there is no theme `{0}`: no folder `themes/{0}`", self.theme);
        let warning = Diagnostic::warning("theme-not-found", message).did_you_mean(near);
        Some(warning.hint("`theme.name` in the configuration asks for it; the default theme is used"))
    }

    fn is_folder(&self, path: &Utf8Path) -> bool {
        self.files.locate(path).is_ok_and(|real| self.files.fs().read_dir(&real).is_ok())
    }

    fn places(&self) -> &BTreeMap<String, Place> {
        self.places.get_or_init(|| {
            let mut places: BTreeMap<String, Place> =
                theme::templates().iter().map(|file| (file.path.to_owned(), Place::Embedded(file))).collect();
            if is_plain_name(&self.theme) {
                self.list(&Utf8Path::new("themes").join(&self.theme).join("templates"), &mut places);
            }
            self.list(Utf8Path::new("templates"), &mut places);
            places
        })
    }

    /// Adds the templates below a folder of the site, over those that are already known by the same names.
    fn list(&self, root: &Utf8Path, places: &mut BTreeMap<String, Place>) {
        let mut folders = vec![(root.to_owned(), 0)];
        while let Some((folder, depth)) = folders.pop() {
            let Ok(real) = self.files.locate(&folder) else { continue };
            for entry in self.files.fs().read_dir(&real).unwrap_or_default() {
                let path = folder.join(&entry.name);
                let is_directory = entry.kind == FileKind::Directory;
                if !entry.utf8 || entry.name.starts_with('.') {
                    continue;
                }
                if is_directory && depth < MAX_DEPTH {
                    folders.push((path, depth + 1));
                } else if !is_directory
                    && path.extension().is_some_and(|extension| EXTENSIONS.contains(&extension))
                    && self.files.is_file(&path)
                    && let Ok(name) = path.strip_prefix(root)
                {
                    places.insert(name.as_str().to_owned(), Place::Site(path));
                }
            }
        }
    }
}

/// Whether a theme's name is the name of one folder, and not a path.
fn is_plain_name(name: &str) -> bool {
    !name.is_empty() && name != "." && name != ".." && !name.contains(['/', '\\'])
}
