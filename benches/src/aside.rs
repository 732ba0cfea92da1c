//! What is in the way of a measurement is put aside, and removed when all is measured.
//!
//! After many files were removed, ext4 looks longer for places of new ones (up to minutes: it does not use an inode again that was freed just
//! before), so that removing the output of one run is paid by the next one, whoever's it is.

use crate::report;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

static COUNT: AtomicUsize = AtomicUsize::new(0);

fn folder() -> PathBuf {
    report::scratch().join("aside")
}

/// Moves a file or folder of the benches out of the way, if it is there.
///
/// # Errors
/// When it cannot be moved.
pub fn put(path: &Path) -> io::Result<()> {
    fs::create_dir_all(folder())?;
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    match fs::rename(path, folder().join(format!("{}-{number}", std::process::id()))) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes all that was put aside. To be called when nothing more is measured.
///
/// # Errors
/// When it cannot be removed.
pub fn remove() -> io::Result<()> {
    match fs::remove_dir_all(folder()) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
