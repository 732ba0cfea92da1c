use super::content::{Block, Page, Scope};
use super::{Peer, Recipe, Size, dialect};
use std::fs;
use std::path::Path;

const SCOPE: Scope = Scope { pages: 300, images: 500 };

#[test]
fn pages_have_what_they_are_to_have() {
    let zola = super::zola::Zola { highlight: true };
    let mut bytes = 0;
    for number in 0..300 {
        let page = Page::new(number, SCOPE, Size::Full);
        let count = |wanted: fn(&Block) -> bool| page.body.iter().filter(|block| wanted(block)).count();
        assert!((2..=5).contains(&count(|block| matches!(block, Block::Image { .. }))));
        assert!((3..=6).contains(&count(|block| matches!(block, Block::Link { .. }))));
        assert_eq!(count(|block| matches!(block, Block::Code { .. })), 2);
        assert!((2..=5).contains(&page.tags.len()));
        bytes += dialect::markdown(&zola, &page).len();
    }
    let average = bytes / 300;
    assert!((3_500..=5_000).contains(&average), "{average} bytes a page");
}

#[test]
fn small_pages_are_small() {
    let zola = super::zola::Zola { highlight: true };
    let bytes: usize =
        (0..300).map(|number| dialect::markdown(&zola, &Page::new(number, SCOPE, Size::Small)).len()).sum();
    assert!((300..=700).contains(&(bytes / 300)), "{} bytes a page", bytes / 300);
}

#[test]
fn a_site_is_the_same_every_time() {
    let folder = tempfile::tempdir().expect("a folder");
    for peer in [Peer::Bengal, Peer::BengalDocs, Peer::Hugo, Peer::Zola] {
        let recipe = Recipe { images: 10, ..Recipe::new(peer, 40) };
        let (first, second) = (folder.path().join("first"), folder.path().join("second"));
        recipe.generate(&first).expect("the site is written");
        recipe.generate(&second).expect("the site is written");
        assert_eq!(files(&first), files(&second));
    }
}

#[test]
fn what_was_not_generated_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("thesis.md"), "mine").expect("a file");
    assert!(Recipe::new(Peer::Hugo, 1).generate(folder.path()).is_err());
    assert!(folder.path().join("thesis.md").exists());
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(next) = pending.pop() {
        for entry in fs::read_dir(&next).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                pending.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("inside").display().to_string();
                found.push((name, fs::read(&path).expect("a file")));
            }
        }
    }
    found.sort();
    found
}
