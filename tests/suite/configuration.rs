//! Both forms of configuration, environments and profiles.

use bengal_tests::site;

#[test]
fn environments_and_profiles_are_laid_over_the_default() {
    let site = site()
        .file("config/_default/site.yaml", "site:\n  title: Default\n  description: D\n")
        .file("config/_default/params.yaml", "params:\n  color: red\n  size: 1\n")
        .file("config/environments/production.yaml", "site:\n  title: Production\n")
        .file("config/profiles/press.yaml", "params:\n  color: blue\n")
        .file(
            "templates/page.html",
            "{{ site.title }}/{{ site.description }}/{{ site.params.color }}/{{ config.params.size }}",
        )
        .file("templates/home.html", "{{ site.title }}")
        .file("content/index.md", "# Home\n")
        .file("content/a.md", "---\ntitle: A\n---\n");
    site.build().succeeds().has("a/index.html", "Default/D/red/1");
    site.run(&["build", "--environment", "production", "--profile", "press"])
        .succeeds()
        .has("a/index.html", "Production/D/blue/1");
    site.run_with(&["build"], &[("BENGAL_ENV", "production")]).succeeds().has("index.html", "Production");
    site.run(&["build", "--environment", "prodction"]).fails().says("production");
}

#[test]
fn a_yaml_file_and_another_file_by_name() {
    let site = site()
        .file("bengal.yaml", "title: Flat\n")
        .file("other.toml", "[site]\ntitle = \"Other\"\n[build]\noutput_dir = \"public\"\n")
        .file("templates/home.html", "{{ site.title }}")
        .file("content/index.md", "# Home\n");
    site.build().succeeds().has("index.html", "Flat");
    site.run(&["build", "--config", "other.toml"]).succeeds().has("index.html", "Other");
}

#[test]
fn the_base_url_of_the_environment_counts_where_the_configuration_has_none() {
    let with = |config: &str| site().file("bengal.toml", config).file("content/index.md", "# Home\n");
    let variable = [("BENGAL_BASEURL", "https://env.example/x")];
    with("").run_with(&["build"], &variable).succeeds().has("robots.txt", "https://env.example/x/sitemap.xml");
    with("[site]\nbaseurl = \"https://own.example\"\n")
        .run_with(&["build"], &variable)
        .succeeds()
        .has("robots.txt", "https://own.example/sitemap.xml");
}

#[test]
fn content_may_have_another_folder() {
    site()
        .file("bengal.toml", "[build]\ncontent_dir = \"docs\"\n")
        .file("docs/index.md", "# Home\n\n[a](a.md)\n")
        .file("docs/a.md", "# A\n")
        .build()
        .succeeds()
        .has("index.html", "href=\"/a/\"")
        .publishes("a/index.html");
}
