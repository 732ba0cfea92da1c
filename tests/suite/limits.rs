//! What a machine may refuse: descriptors, space, files of a size, folders. A build says so, and the next one is right.

use bengal_tests::{Outcome, TestSite, site};
use std::fs;

/// Templates that ask for little, so that many pages are soon made.
fn plain(site: TestSite) -> TestSite {
    ["page", "list", "home", "404"].into_iter().fold(site, |site, name| {
        site.file(&format!("templates/{name}.html"), "<title>{{ page.title }}</title>\n{{ content }}\n")
    })
}

fn picture(width: usize) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"1\"/>")
}

#[test]
fn sixty_four_descriptors_suffice() {
    let mut site = plain(site()).file("content/index.md", "# Home\n");
    for number in 0..500 {
        let text = format!("# Page {number}\n\n![One](/assets/img/{}.svg) ![Other](p{number}.svg)\n", number % 200);
        site = site.file(&format!("content/docs/p{number}.md"), text);
    }
    for number in 0..200 {
        site = site.file(&format!("assets/img/{number}.svg"), picture(number));
    }
    for number in 0..100 {
        site = site.file(&format!("content/docs/p{number}.svg"), picture(1_000 + number));
    }
    // The pages from 100 on name a picture that is not there: warnings, not errors.
    let build = || site.shell("ulimit -n 64 && exec \"$bengal\" build --quiet --jobs 16 --verify").succeeds();
    let first = build().files();
    assert!(first.len() > 800, "only {} files", first.len());
    site.append("content/docs/p7.md", "More.\n");
    site.write("assets/img/7.svg", picture(2_000));
    site.remove("content/docs/p9.md");
    let second = build().does_not_publish("docs/p9").files();
    assert!(first != second, "the edits changed nothing");
    assert!(build().files() == second, "one build more has another output");
}

/// Three pages, one of them of 200 KB.
fn with_a_large_page() -> TestSite {
    let text = "A line of a text that is long because it is said again and again.\n\n".repeat(3_000);
    plain(site())
        .file("content/index.md", "# Home\n")
        .file("content/small.md", "# Small\n")
        .file("content/large.md", text)
}

/// The next build without the limit is right: the same files as those of a site that never had one.
#[track_caller]
fn next_is_right(next: &Outcome) {
    let clean = with_a_large_page().build().succeeds().files();
    let left = next.files();
    assert_eq!(left.keys().collect::<Vec<_>>(), clean.keys().collect::<Vec<_>>());
    assert!(left == clean, "other bytes");
}

#[test]
fn a_limit_on_the_size_of_files_is_said() {
    let site = with_a_large_page();
    let limited = site.shell("trap '' XFSZ; ulimit -f 64; exec \"$bengal\" build");
    limited.fails().says("large/index.html").publishes("small/index.html");
    next_is_right(&site.build().succeeds());
    // By default the system ends a process that goes over it.
    let other = with_a_large_page();
    assert_ne!(other.shell("ulimit -f 64; exec \"$bengal\" build").code, 0);
    next_is_right(&other.build().succeeds());
}

#[expect(clippy::print_stdout, reason = "a skipped test says so")]
#[test]
fn a_full_disk_is_said() {
    let site = with_a_large_page();
    let first = site.path("public");
    fs::create_dir(&first).unwrap();
    // A disk of 64 KB below the output, which nobody else sees and which goes with the shell; then it becomes larger.
    let can_mount = "unshare --mount sh -c 'mount -t tmpfs -o size=64k none public'";
    if site.shell(can_mount).code != 0 {
        println!("skipped: no file system can be mounted here");
        return;
    }
    let script = "exec unshare --mount sh -c '
        mount -t tmpfs -o size=64k none public || exit 90
        \"$bengal\" build 2>../full; [ $? = 1 ] || exit 91
        grep -q large/index.html ../full || exit 92
        mount -o remount,size=16m public || exit 93
        \"$bengal\" build --verify || exit 94
        cp -r public ../left'";
    let outcome = site.shell(script).succeeds();
    fs::remove_dir(&first).unwrap();
    fs::rename(site.path("../left"), &first).unwrap();
    next_is_right(&outcome);
}

#[expect(clippy::print_stdout, reason = "a skipped test says so")]
#[test]
fn a_folder_that_may_not_be_written_is_said() {
    let site = with_a_large_page();
    let before = site.build().succeeds().files();
    site.write("content/small.md", "# Changed\n");
    site.write("content/more.md", "# More\n");
    // The administrator may write everywhere, unless that right is given away.
    let limited = "setpriv --inh-caps=-dac_override --bounding-set=-dac_override,-dac_read_search";
    let prefix = if site.shell("[ $(id -u) = 0 ]").code == 0 { limited } else { "exec" };
    if site.shell(&format!("{prefix} true")).code != 0 {
        println!("skipped: rights cannot be given away here");
        return;
    }
    let denied = site
        .shell(&format!("chmod -R a-w public && {prefix} \"$bengal\" build; code=$?; chmod -R u+w public; exit $code"));
    let denied = denied.fails().says("more/index.html").says("small/index.html");
    assert!(denied.files() == before, "{denied}");
    site.run(&["build", "--verify"]).succeeds().has("small/index.html", "Changed").publishes("more/index.html");
    // The same for the cache: the output is right, and the build says what it could not keep.
    site.write("content/small.md", "# Once more\n");
    let denied = site.shell(&format!(
        "chmod -R a-w .bengal && {prefix} \"$bengal\" build; code=$?; chmod -R u+w .bengal; exit $code"
    ));
    denied.succeeds().says("warning[no-cache]").says(".bengal");
    site.run(&["build", "--verify"]).succeeds().has("small/index.html", "Once more");
}
