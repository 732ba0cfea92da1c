//! The command line: help, exit codes, forms of output.

use bengal_tests::{TestSite, site};

fn small() -> TestSite {
    site().file("content/index.md", "# Home\n")
}

#[test]
fn usage_errors_exit_with_2() {
    small().run(&["bild"]).exits(2).says("unrecognized subcommand").says("build");
    small().run(&["build", "--jobs", "0"]).exits(2);
    small().run(&[]).exits(2).says("Usage");
}

#[test]
fn help_has_examples() {
    let outcome = small().run(&["build", "--help"]).succeeds();
    assert!(outcome.stdout.contains("Examples:") && outcome.stdout.contains("Exit codes"), "{outcome}");
}

#[test]
fn piped_output_is_the_result_alone() {
    let outcome = small().build().succeeds();
    assert_eq!(outcome.stdout.lines().count(), 1, "{outcome}");
    assert!(outcome.stdout.contains("Finished") && outcome.stdout.contains("public"), "{outcome}");
    assert!(!outcome.stderr.contains('\u{1b}') && !outcome.stdout.contains('\u{1b}'), "{outcome}");
}

#[test]
fn quiet_says_nothing_on_success() {
    let outcome = small().run(&["build", "--quiet"]).succeeds();
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("", ""));
}

#[test]
fn verbose_shows_all_phases_by_number_and_name() {
    let outcome = small().run(&["build", "--verbose"]).succeeds();
    for (number, name) in [
        ("1", "Fonts"),
        ("2", "Discovery"),
        ("6", "Sections"),
        ("14", "Render"),
        ("16", "Track assets"),
        ("21", "Finalize"),
    ] {
        let line = outcome.stderr.lines().find(|line| line.trim_start().starts_with(&format!("{number} {name}")));
        assert!(line.is_some(), "no phase {number} {name}\n{outcome}");
    }
    let numbers = 1..=21;
    for number in numbers {
        assert!(
            outcome.stderr.lines().any(|line| line.trim_start().starts_with(&format!("{number} "))),
            "{number}\n{outcome}"
        );
    }
}

#[test]
fn json_is_one_object_with_the_counts() {
    let outcome = small().run(&["build", "--format", "json"]).succeeds();
    let report: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("one JSON object");
    assert_eq!(report["success"], true);
    assert_eq!(report["pages"]["total"], report["pages"]["rendered"]);
    assert_eq!(report["pages"]["fresh"], 0);
    assert!(report["files"]["written"].as_u64().is_some_and(|written| written > 3));
    let phases = report["phases"].as_array().expect("phases");
    assert!(phases.iter().any(|phase| phase["number"] == "16" && phase["ms"].is_number()));
    assert!(report["diagnostics"].is_array());
}

#[test]
fn timings_is_a_chart_of_its_own() {
    let site = small();
    site.run(&["build", "--timings", "timings.html"]).succeeds();
    let chart = std::fs::read_to_string(site.path("timings.html")).unwrap();
    assert!(chart.contains("16 Track assets") && chart.contains("<svg"), "{chart}");
    assert!(!chart.contains("http://") && !chart.contains("https://") && !chart.contains("<script"), "{chart}");
}

#[test]
fn strict_lets_warnings_fail_the_build() {
    let site = small().file("content/a.md", "[nowhere](missing.md)\n");
    site.build().succeeds().says("warning[broken-link]");
    site.run(&["build", "--strict"]).fails();
}

#[test]
fn an_empty_folder_is_no_site() {
    site().build().fails().says("error[no-site]").says("content/index.md");
    site().run(&["build", "--source", "nowhere"]).fails().says("nowhere");
}

#[test]
fn completions_name_the_commands() {
    let outcome = small().run(&["completions", "bash"]).succeeds();
    assert!(outcome.stdout.contains("bengal") && outcome.stdout.contains("--clean-output"), "{outcome}");
}
