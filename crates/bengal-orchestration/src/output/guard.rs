//! Which folders may not be an output folder.

use bengal_core::Diagnostic;
use bengal_core::fs::{FileKind, FileSystem};
use camino::{Utf8Path, Utf8PathBuf};

/// Folders of a site that hold sources or state.
const SOURCE_FOLDERS: [&str; 9] =
    ["content", "templates", "assets", "static", "data", "themes", "config", "i18n", ".git"];

/// The canonical path of the output folder, or why it may not be one.
///
/// Refused are: the site's folder and every folder above it, the protected folders (home) and every folder above them,
/// the source folders of the site and everything in them, the cache folder, anything that is not a folder, and a symbolic link.
pub(crate) fn check_output_folder(
    fs: &dyn FileSystem,
    site: &Utf8Path,
    cache: &Utf8Path,
    protected: &[Utf8PathBuf],
    content_dir: &str,
    output: &Utf8Path,
) -> Result<Utf8PathBuf, Diagnostic> {
    let refuse = |why: &str| {
        Diagnostic::error("unsafe-output-folder", format!("the output folder may not be `{output}`: {why}"))
            .hint("name a folder of its own with `--output DIR` or `build.output_dir`")
    };
    match fs.metadata(output).map(|metadata| metadata.kind) {
        Ok(FileKind::Symlink) => return Err(refuse("it is a symbolic link")),
        Ok(FileKind::File | FileKind::Other) => return Err(refuse("it is not a folder")),
        Ok(FileKind::Directory) | Err(_) => {}
    }
    let output = resolve(fs, output).map_err(|error| refuse(&error.to_string()))?;
    let real = |path: &Utf8Path| resolve(fs, path).unwrap_or_else(|_| path.to_owned());
    let site = real(site);
    if site.starts_with(&output) {
        return Err(refuse(if site == output { "it is the site's folder" } else { "the site's folder is inside it" }));
    }
    for folder in protected {
        if real(folder).starts_with(&output) {
            return Err(refuse(&format!("`{folder}` is it or is inside it")));
        }
    }
    let cache = real(cache);
    if output.starts_with(&cache) || cache.starts_with(&output) {
        return Err(refuse("it is the cache folder, inside it or around it"));
    }
    // Where the site's folder itself is the content, the output folder may be in it: discovery leaves it out.
    for name in SOURCE_FOLDERS.into_iter().chain(Some(content_dir).filter(|folder| !folder.is_empty())) {
        let sources = real(&site.join(name));
        if output.starts_with(&sources) || sources.starts_with(&output) {
            return Err(refuse(&format!("the site's sources are in `{name}`")));
        }
    }
    Ok(output)
}

/// Refuses a cache folder that is, holds, or is inside the site's sources: what is kept there would be published.
pub(crate) fn check_cache_folder(
    fs: &dyn FileSystem,
    site: &Utf8Path,
    content_dir: &str,
    cache: &Utf8Path,
) -> Result<(), Diagnostic> {
    let real = |path: &Utf8Path| resolve(fs, path).unwrap_or_else(|_| path.to_owned());
    let (site, cache) = (real(site), real(cache));
    let folders = SOURCE_FOLDERS.into_iter().chain(Some(content_dir).filter(|folder| !folder.is_empty()));
    let mut sources = folders.map(|name| real(&site.join(name)));
    if site.starts_with(&cache) || sources.any(|sources| cache.starts_with(&sources)) {
        let message = format!("the cache folder may not be `{cache}`: the site's sources are there");
        return Err(Diagnostic::error("unsafe-cache-folder", message)
            .hint("name a folder of its own with `--cache-dir DIR`, or leave the option out"));
    }
    Ok(())
}

/// The canonical path of something that need not exist yet: of its nearest folder that does, and the rest behind it.
fn resolve(fs: &dyn FileSystem, path: &Utf8Path) -> std::io::Result<Utf8PathBuf> {
    let mut missing = Vec::new();
    let mut existing = path;
    loop {
        match fs.canonicalize(existing) {
            Ok(mut real) => {
                real.extend(missing.iter().rev());
                return Ok(real);
            }
            Err(error) => {
                let Some(name) = existing.file_name() else {
                    if existing.as_str().is_empty() || existing == "." {
                        return Err(error);
                    }
                    // `a/..` has no name of its own: only an existing one can be resolved.
                    return Err(std::io::Error::new(
                        std::io::ErrorKind::InvalidInput,
                        "it leads through a folder that is missing",
                    ));
                };
                missing.push(name);
                existing = match existing.parent() {
                    Some(parent) if !parent.as_str().is_empty() => parent,
                    _ => Utf8Path::new("."),
                };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bengal_core::fs::MemoryFileSystem;

    fn check(output: &str) -> Result<Utf8PathBuf, String> {
        let fs = MemoryFileSystem::new();
        fs.write("/home/ann/site/content/index.md", "");
        fs.write("/home/ann/site/file", "");
        fs.write("/home/ann/site/.bengal/x", "");
        let site = Utf8Path::new("/home/ann/site");
        check_output_folder(&fs, site, &site.join(".bengal"), &["/home/ann".into()], "docs", Utf8Path::new(output))
            .map_err(|diagnostic| diagnostic.message)
    }

    #[test]
    fn folders_of_their_own_are_accepted() {
        for output in ["/home/ann/site/public", "/home/ann/out", "/tmp/x/y", "/home/ann/site/public2/en"] {
            assert_eq!(check(output), Ok(output.into()));
        }
    }

    #[test]
    fn folders_with_other_things_in_them_are_refused() {
        for output in [
            "/",
            "/home",
            "/home/ann",
            "/home/ann/site",
            "/home/ann/site/.",
            "/home/ann/site/public/..",
            "/home/ann/site/content",
            "/home/ann/site/content/public",
            "/home/ann/site/templates",
            "/home/ann/site/file",
            "/home/ann/site/.bengal",
            "/home/ann/site/.bengal/out",
            "/home/ann/site/.git/x",
            "/home/ann/site/docs/x",
        ] {
            assert!(check(output).is_err(), "{output}");
        }
    }
}
