//! Several builds at once, and builds that are told to end.

use bengal_tests::{TestSite, site};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

fn small() -> TestSite {
    site()
        .file("templates/page.html", "{{ page.title }}{{ content }}")
        .file("templates/list.html", "{% for p in section.pages %}{{ p.title }};{% endfor %}")
        .file("templates/home.html", "{% for p in site.pages %}{{ p.title }};{% endfor %}")
        .file("templates/404.html", "")
        .file("assets/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .file("content/index.md", "# Home\n")
        .file("content/docs/a.md", "---\ntitle: A\n---\n![A](/assets/a.svg)\n")
        .file("content/docs/b.md", "---\ntitle: B\n---\nSee [[docs/a]].\n")
}

/// One of two states of the site.
fn edit(site: &TestSite, is_other: bool) {
    if is_other {
        site.write("content/docs/a.md", "---\ntitle: Other\n---\n![A](/assets/a.svg)\n");
        site.write("assets/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\"/>");
        site.remove("content/docs/b.md");
    } else {
        site.write("content/docs/a.md", "---\ntitle: A\n---\n![A](/assets/a.svg)\n");
        site.write("assets/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        site.write("content/docs/b.md", "---\ntitle: B\n---\nSee [[docs/a]].\n");
    }
}

#[test]
fn two_builds_at_once_end_as_one_does() {
    const ROUNDS: usize = 100;
    let clean = [false, true].map(|is_other| {
        let site = small();
        edit(&site, is_other);
        site.build().succeeds().files()
    });
    let site = small();
    site.build().succeeds();
    for round in 0..ROUNDS {
        let is_other = round % 2 == 0;
        edit(&site, is_other);
        // Every fourth time one of them does not want to wait, and may say so instead.
        let arguments: &[&str] = if round % 4 == 3 { &["build", "--no-wait"] } else { &["build"] };
        let (one, other) = (site.start(arguments), site.start(&["build"]));
        let (one, other) = (site.wait_for(one), site.wait_for(other).succeeds());
        match one.code {
            0 => {}
            _ => drop(one.fails().says("error[locked]")),
        }
        assert!(other.files() == clean[usize::from(is_other)], "round {round}: {other}");
    }
    assert!(site.build().succeeds().files() == clean[usize::from(ROUNDS % 2 == 1)]);
}

#[test]
fn a_build_that_is_told_to_end_does_so_at_once() {
    const ROUNDS: u64 = 12;
    let mut site = small();
    for number in 0..300 {
        site =
            site.file(&format!("content/docs/p{number}.md"), format!("# Page {number}\n\n{}", "Text.\n\n".repeat(40)));
    }
    let began = Instant::now();
    site.build().succeeds();
    let whole = began.elapsed();
    for round in 0..ROUNDS {
        site.write("templates/page.html", format!("{round}{{{{ page.title }}}}{{{{ content }}}}"));
        let mut child = site.start(&["build"]);
        sleep(whole.mul_f64(round as f64 / ROUNDS as f64));
        let signal = if round % 2 == 0 { "-TERM" } else { "-INT" };
        let told = Instant::now();
        Command::new("kill").args([signal, &child.id().to_string()]).status().expect("`kill` is there");
        child.wait().expect("the binary ends");
        let took = told.elapsed();
        assert!(took < Duration::from_secs(1), "round {round}: {took:?}");
        if round % 3 == 0 {
            site.run(&["build", "--verify"]).succeeds();
        }
    }
    site.run(&["build", "--verify"]).succeeds();
}
