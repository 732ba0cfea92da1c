//! Cleaning: what builds made goes, and nothing else.

use super::prepare::{cache_folder, open_cache, output_folder, read_configuration};
use crate::asset_answers::IMAGES;
use crate::options::BuildOptions;
use crate::output::{OutputFolder, check_output_folder};
use crate::phase::Silent;
use crate::phases::p03_cache_metadata;
use bengal_assets::images::ImageCache;
use bengal_core::Diagnostic;
use bengal_core::fs::{FileKind, FileSystem};
use camino::{Utf8Path, Utf8PathBuf};
use std::io;
use std::sync::Arc;

/// What was removed.
#[derive(Clone, Debug, Default)]
pub struct CleanReport {
    /// Files of the output folder that went.
    pub files: usize,
    /// The output folder.
    pub output: Utf8PathBuf,
    /// What was wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Removes the files that the records in the cache name from the output folder, then the cache itself.
pub fn clean(fs: &Arc<dyn FileSystem>, options: &BuildOptions) -> CleanReport {
    let mut report = CleanReport::default();
    let Some((files, config)) = read_configuration(fs, options, &mut report.diagnostics) else {
        return report;
    };
    // Notes and warnings about the configuration are a build's to give.
    report.diagnostics.clear();
    let output = output_folder(&files, options, &config);
    let cache_dir = cache_folder(&files, options);
    report.output.clone_from(&output);
    match check_output_folder(&**fs, files.root(), &cache_dir, &options.protected, config.content_folder(), &output) {
        Ok(output) => report.output = output,
        Err(diagnostic) => {
            report.diagnostics.push(diagnostic);
            return report;
        }
    }
    if !is_cache(&**fs, &cache_dir) {
        return report;
    }
    let cache = match open_cache(fs, &cache_dir, options.no_wait, &Silent) {
        Ok(cache) => cache,
        Err(error) => {
            report.diagnostics.push(Diagnostic::error("no-cache", format!("cannot clean: {error}")));
            return report;
        }
    };
    let (Some(mut records), _) = p03_cache_metadata::load(Some(&cache), &mut report.diagnostics) else {
        return report;
    };
    let name = super::recorded_folder(&files, &report.output);
    let folder = OutputFolder::new(
        Arc::clone(fs),
        report.output.clone(),
        records.outputs.folders.remove(&name).unwrap_or_default(),
        true,
    );
    report.files = folder.remove_previous(&mut report.diagnostics);
    // Stays where it holds anything of others.
    drop(fs.remove_dir(&report.output));
    if !records.outputs.folders.is_empty() {
        // The records still say what is ours in other output folders.
        if let Err(error) = records.save(&cache) {
            report.diagnostics.push(Diagnostic::error("cache-not-saved", error.to_string()));
        }
        return report;
    }
    drop(cache);
    if let Err(error) = remove_cache(fs, &cache_dir) {
        report.diagnostics.push(Diagnostic::error("remove-failed", format!("cannot remove `{cache_dir}`: {error}")));
    }
    report
}

/// Whether a folder is a cache of ours: it says so itself.
fn is_cache(fs: &dyn FileSystem, folder: &Utf8Path) -> bool {
    let is_folder = fs.metadata(folder).is_ok_and(|metadata| metadata.kind == FileKind::Directory);
    is_folder && fs.metadata(&folder.join("CACHEDIR.TAG")).is_ok_and(|metadata| metadata.kind == FileKind::File)
}

/// Files that stand directly in a cache's folder.
const CACHE_FILES: [&str; 3] = ["CACHEDIR.TAG", "lock", ".gitignore"];

/// Removes the files that caches consist of, by name; other files, and then their folders, stay.
fn remove_cache(fs: &Arc<dyn FileSystem>, folder: &Utf8Path) -> io::Result<()> {
    for entry in fs.read_dir(folder)? {
        let path = folder.join(&entry.name);
        match entry.kind {
            FileKind::Directory if entry.name.starts_with("cache-v") => {
                let images = path.join(IMAGES);
                if fs.metadata(&images).is_ok() {
                    // Nobody uses any of them now.
                    ImageCache::open(Arc::clone(fs), images.clone())?.sweep();
                    drop(fs.remove_dir(&images));
                }
                for table in fs.read_dir(&path)? {
                    if table.kind == FileKind::File {
                        fs.remove_file(&path.join(table.name))?;
                    }
                }
                drop(fs.remove_dir(&path));
            }
            FileKind::File if CACHE_FILES.contains(&entry.name.as_str()) => {
                fs.remove_file(&path)?;
            }
            _ => {}
        }
    }
    drop(fs.remove_dir(folder));
    Ok(())
}
