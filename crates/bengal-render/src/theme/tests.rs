use super::{ThemeFile, assets, templates};
use bengal_core::fs::{FileKind, FileSystem, OsFileSystem};
use camino::{Utf8Path, Utf8PathBuf};

fn files_below(folder: &Utf8Path) -> Vec<Utf8PathBuf> {
    let mut files = Vec::new();
    for entry in OsFileSystem.read_dir(folder).unwrap() {
        let path = folder.join(&entry.name);
        if entry.kind == FileKind::Directory { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files
}

/// A file that is not in the table would be missing from the binary without anybody noticing.
#[test]
fn every_file_of_the_theme_is_embedded_and_in_order() {
    for (folder, table) in [("templates", templates()), ("assets", assets())] {
        let root = Utf8Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/theme")).join(folder);
        let on_disk: Vec<String> =
            files_below(&root).iter().map(|path| path.strip_prefix(&root).unwrap().to_string()).collect();
        let mut sorted = on_disk.clone();
        sorted.sort();
        assert_eq!(table.iter().map(|file| file.path).collect::<Vec<_>>(), sorted);
    }
}

#[test]
fn style_sheets_stay_small() {
    let size: usize = assets().iter().filter(|file| file.path.ends_with(".css")).map(|file| file.content.len()).sum();
    assert!(size < 60_000, "{size} bytes of CSS");
}

#[test]
fn nothing_is_loaded_from_elsewhere_and_nothing_is_inline() {
    let text = |file: &ThemeFile| std::str::from_utf8(file.content).unwrap().to_owned();
    for file in templates() {
        let html = text(file);
        for forbidden in [" onclick=", " onload=", "javascript:", "src=\"http", "src=\"//", " style=\""] {
            assert!(!html.contains(forbidden), "{} has {forbidden}", file.path);
        }
        let scripts = html.matches("<script").count();
        assert_eq!(scripts, html.matches("<script src=").count(), "{} has an inline script", file.path);
    }
    for file in assets().iter().filter(|file| file.path.ends_with(".css")) {
        let css = text(file);
        assert!(!css.contains("http:") && !css.contains("https:") && !css.contains("@import"), "{}", file.path);
    }
}

/// Small screens leave the current page out of the breadcrumbs: then the entry before it is the last one, and has no separator.
#[test]
fn the_breadcrumbs_of_small_screens_end_without_a_separator() {
    let style = assets().iter().find(|file| file.path == "css/style.css").unwrap();
    let css = std::str::from_utf8(style.content).unwrap();
    let hiding: Vec<&str> = css
        .lines()
        .filter(|line| line.contains(".breadcrumbs li[aria-current]") && line.contains("display: none"))
        .collect();
    assert_eq!(hiding.len(), 1);
    assert!(hiding[0].contains(".breadcrumbs li:nth-last-child(2)::after"), "{}", hiding[0]);
}

mod contrast;
