use super::*;

#[test]
fn collisions_name_both() {
    let (site, diagnostics) = build_with(
        Config::default(),
        &local(),
        &[
            ("a.md", "url: /x/"),
            ("b.md", "url: /x/"),
            ("c.md", ""),
            ("C.md", ""),
            ("d.md", "url: /c/"),
            ("e.md", "aliases: [/c/, /new/, /one/]"),
            ("f.md", "aliases: [/new]"),
            ("g/_index.md", ""),
            ("g/index.md", ""),
            ("caf\u{e9}.md", ""),
            ("cafe\u{301}.md", ""),
            ("h.md", ""),
            ("h/index.html", ""),
            ("one", ""),
            ("one/two.txt", ""),
            ("404.html", ""),
        ],
    );
    insta::assert_debug_snapshot!(diagnostics, @r#"
    [
        "content/404.html:0: Note[page-replaced] `content/404.html` stands in place of the generated page `/404.html`",
        "content/b.md:0: Error[output-collision] `content/b.md` and `content/a.md` would both be `x/index.html`",
        "content/c.md:0: Error[output-collision] `content/c.md` and `content/C.md` would both be `c/index.html`",
        "content/café.md:0: Error[output-collision] `content/café.md` and `content/cafe\u{301}.md` would both be `café/index.html`",
        "content/d.md:2: Warning[url-taken] `url` is taken: `/c/` is the page of `content/c.md`; this page stays at `/d/`",
        "content/e.md:0: Warning[alias-taken] the alias `/c/` is taken by `content/C.md`; there is no redirect",
        "content/e.md:0: Warning[alias-taken] the alias `/one/` is taken by `content/one`; there is no redirect",
        "content/f.md:0: Warning[alias-taken] the alias `/new/` is taken by an alias of `content/e.md`; there is no redirect",
        "content/g/index.md:0: Error[output-collision] `content/g/index.md` and `content/g/_index.md` would both be `g/index.html`",
        "content/h/index.html:0: Error[output-collision] `content/h/index.html` and `content/h.md` would both be `h/index.html`",
        "content/one/two.txt:0: Error[output-collision] `content/one/two.txt` would be `one/two.txt`, in a folder where `content/one` is a file",
    ]
    "#);
    let shadowed: Vec<_> = site.pages.iter().filter(|page| page.shadowed).map(|page| page.url.as_str()).collect();
    assert_eq!(shadowed, ["/x/", "/c/", "/caf%C3%A9/", "/g/", "/404.html"]);
    assert_eq!(page(&site, "/d/").source.as_ref().map(|source| source.path.as_str()), Some("content/d.md"));
}

/// Resolves the claims of a build against a site; those of the author are paths, others are in quotes.
fn claim(pages: &[(&str, &str)], others: &[(&str, &str)]) -> (Site, Resolution) {
    let (mut site, diagnostics) = build_with(Config::default(), &local(), pages);
    assert_eq!(diagnostics, Vec::<String>::new());
    let others: Vec<OutputClaim> = others
        .iter()
        .map(|(output, owner)| OutputClaim {
            output: (*output).into(),
            owner: match owner.strip_prefix("the ") {
                Some(_) => ClaimOwner::Generated((*owner).to_owned()),
                None => ClaimOwner::Author((*owner).into()),
            },
        })
        .collect();
    let resolution = resolve_collisions(&mut site, &others);
    (site, resolution)
}

#[test]
fn generated_files_yield_to_the_authors_without_a_word() {
    let (site, found) = claim(
        &[("robots.txt", ""), ("a.md", "url: /feed.xml")],
        &[
            ("robots.txt", "the site's robots"),
            ("Feed.xml", "the site's feed"),
            ("assets/a.css", "the theme's a"),
            ("assets/a.css", "assets/a.css"),
            ("sitemap.xml", "the site's map"),
        ],
    );
    assert_eq!((brief(&found.diagnostics), found.lost), (Vec::new(), vec![0, 1, 2]));
    assert!(site.pages.iter().all(|page| !page.shadowed));
    assert_eq!(site.resources.len(), 1);
}

#[test]
fn a_page_does_not_make_a_folder_of_a_generated_file() {
    let (site, found) = claim(
        &[("robots.txt.md", ""), ("Assets/css/code.css.md", ""), ("b.md", "aliases: /sitemap.xml/"), ("fonts", "")],
        &[
            ("robots.txt", "the site's `robots.txt`"),
            ("assets/css/code.css", "the theme's `code.css`"),
            ("sitemap.xml", "the site's `sitemap.xml`"),
            ("fonts/a.woff2", "the theme's `a.woff2`"),
        ],
    );
    insta::assert_debug_snapshot!(brief(&found.diagnostics), @r#"
    [
        "content/Assets/css/code.css.md:0: Error[output-collision] `content/Assets/css/code.css.md` would be `Assets/css/code.css/index.html`, in a folder where the theme's `code.css` is a file",
        "content/robots.txt.md:0: Error[output-collision] `content/robots.txt.md` would be `robots.txt/index.html`, in a folder where the site's `robots.txt` is a file",
        "content/fonts:0: Error[output-collision] `content/fonts` would be the file `fonts`, where the theme's `a.woff2` needs a folder",
        "content/b.md:0: Warning[alias-taken] the alias `/sitemap.xml/` is taken by the site's `sitemap.xml`; there is no redirect",
    ]
    "#);
    assert_eq!(found.lost, Vec::<usize>::new());
    let shadowed: Vec<_> = site.pages.iter().filter(|page| page.shadowed).map(|page| page.url.as_str()).collect();
    assert_eq!(shadowed, ["/Assets/css/code.css/", "/robots.txt/"]);
    assert!(site.resources.is_empty());
}

#[test]
fn the_authors_files_rank_after_pages_and_before_generated_pages() {
    let (site, found) = claim(
        &[("a.md", ""), ("b.txt", "")],
        &[
            ("a/index.html", "static/a/index.html"),
            ("B.TXT", "static/B.TXT"),
            ("404.html", "static/404.html"),
            ("new/c.txt", "assets/new/c.txt"),
            ("new", "static/new"),
        ],
    );
    insta::assert_debug_snapshot!(brief(&found.diagnostics), @r#"
    [
        "static/a/index.html:0: Error[output-collision] `static/a/index.html` and `content/a.md` would both be `a/index.html`",
        "static/B.TXT:0: Error[output-collision] `static/B.TXT` and `content/b.txt` would both be `B.TXT`",
        "static/new:0: Error[output-collision] `static/new` would be the file `new`, where `assets/new/c.txt` needs a folder",
        "static/404.html:0: Note[page-replaced] `static/404.html` stands in place of the generated page `/404.html`",
    ]
    "#);
    assert_eq!(found.lost, [0, 1, 4]);
    assert!(page(&site, "/404.html").shadowed && !page(&site, "/a/").shadowed);
}

#[test]
fn aliases_of_one_page_that_collide_are_said() {
    let (site, diagnostics) = build_with(
        Config::default(),
        &local(),
        &[("a.md", "aliases: [/x.html, /x.html/y/, /b/, /B/, /b/index.html, /A/, /a/index.html]")],
    );
    insta::assert_debug_snapshot!(diagnostics, @r#"
    [
        "content/a.md:0: Warning[alias-taken] the alias `/A/` is taken by the page itself; there is no redirect",
        "content/a.md:0: Warning[alias-taken] the alias `/B/` is taken by another alias of this page; there is no redirect",
        "content/a.md:0: Warning[alias-taken] the alias `/x.html/y/` is taken by another alias of this page; there is no redirect",
    ]
    "#);
    assert_eq!(page(&site, "/a/").details.aliases, ["/x.html", "/b/"]);
}
