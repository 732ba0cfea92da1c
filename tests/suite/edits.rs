//! Incremental equals clean, after random edits. `cargo xtask soak` makes more of them.

use bengal_tests::edits::{Change, Edit, Plan, Session, Sources, fixture, soak};
use std::sync::Arc;

fn sequence(steps: usize, seed: u64, on_disk: bool) {
    let plan = Plan { steps, seed, on_disk, sequence: 30 };
    if let Err(failure) = soak(fixture, plan, |_, _| {}) {
        panic!("{failure}");
    }
}

#[test]
fn in_memory() {
    sequence(150, 20_261_123, false);
}

#[test]
fn on_disk() {
    sequence(40, 11, true);
}

fn site(files: &[(&str, &str)]) -> Sources {
    files.iter().map(|(path, text)| ((*path).to_owned(), Arc::from(text.as_bytes()))).collect()
}

fn write(path: &str, text: &str) -> Change {
    Change::Write(path.to_owned(), Arc::from(text.as_bytes()))
}

/// Does one change after the other; each has to end in a build that equals a clean one.
#[track_caller]
fn equal_after(files: &[(&str, &str)], changes: Vec<Change>) {
    let mut session = Session::new(&site(files), false).expect("the files can be written");
    for change in changes {
        let edit = Edit::new(format!("{change}"), change);
        if let Err(problem) = session.step(&edit) {
            panic!("{problem}\nafter {edit}");
        }
    }
}

#[test]
fn a_heading_that_refers_to_a_target_asks_for_no_anchor() {
    let files = [
        ("content/index.md", "# Home\n"),
        ("content/a.md", "# A\n\n## See [[!spot]] and [[#B]]\n\n[[#Other]]\n"),
        ("content/b.md", "# B\n\n:::{target} spot\n:::\n\n## Other\n"),
    ];
    equal_after(&files, vec![write("content/b.md", "# B\n\n## Spot\n\n## Other\n")]);
}

#[test]
fn a_suggestion_goes_with_the_page_that_it_names() {
    let files = [
        ("content/index.md", "[[docs/gude]] [x](docs/gude.md)\n\n:::{include} _prt.md\n:::\n"),
        ("content/docs/guide.md", "# Guide\n"),
        ("content/_part.md", "Part\n"),
    ];
    let changes = vec![
        Change::Remove("content/docs/guide.md".to_owned()),
        write("content/docs/guide.md", "# Guide\n"),
        Change::Remove("content/_part.md".to_owned()),
    ];
    equal_after(&files, changes);
}

#[test]
fn a_redirect_is_made_although_another_page_cannot_be_read() {
    let files = [
        ("content/index.md", "# Home\n"),
        ("content/a.md", "---\ntitle: A\naliases: [/old/]\n---\n"),
        ("content/b.md", "# B\n"),
    ];
    let changes = vec![
        write("content/b.md", "---\ntitle: [\n---\n"),
        Change::Remove("content/a.md".to_owned()),
        write("content/c.md", "---\ntitle: C\naliases: [/old/]\n---\n"),
    ];
    equal_after(&files, changes);
}

#[test]
fn a_page_that_cannot_be_made_reaches_no_asset() {
    let files = [
        ("content/index.md", "# Home\n"),
        ("content/a.md", "<img src=\"/assets/x.svg\"><img src=\"/gone.png\">\n"),
        ("assets/x.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ];
    let changes = vec![
        write("templates/page.html", "{{ 1 / 0 }}"),
        write("templates/page.html", "{{ content }}"),
        write("content/b.md", "---\nurl: /a/\n---\n"),
    ];
    equal_after(&files, changes);
}

#[test]
fn what_stays_of_an_earlier_build_is_not_published_by_this_one() {
    let files =
        [("content/index.md", "<img src=\"/raw.png\">\n"), ("content/a.md", "# A\n"), ("static/raw.png", "raw")];
    let changes = vec![write("content/a.md", "---\ntitle: [\n---\n"), Change::Remove("static/raw.png".to_owned())];
    equal_after(&files, changes);
}

#[test]
fn a_file_that_loses_its_place_moves_no_other() {
    let files = [
        ("content/index.md", "![a](a.svg) ![b](b.svg) ![c](c.svg)\n"),
        ("content/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("content/b.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"2\"/>"),
        ("content/c.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"3\"/>"),
    ];
    let mut session = Session::new(&site(&files), false).expect("the files can be written");
    let change = write("content/p.md", "---\nurl: /a.svg\n---\n");
    if let Err(problem) = session.step(&Edit::new("a page in the place of a file", change)) {
        panic!("{problem}");
    }
    let output = session.output();
    let home = String::from_utf8_lossy(&output["index.html"]);
    assert!(home.contains("src=\"/b.") && home.contains("src=\"/c."), "{home}");
}
