use super::*;
use camino::Utf8Component;
use proptest::prelude::*;

fn page(text: &str, pretty: bool) -> (String, String) {
    let address = SitePath::parse(text).unwrap().page(pretty);
    (address.url, address.output.into_string())
}

#[test]
fn pages_stand_where_their_urls_say() {
    for (text, pretty, url, output) in [
        ("/", true, "/", "index.html"),
        ("/about/", true, "/about/", "about/index.html"),
        ("about", true, "/about/", "about/index.html"),
        ("about", false, "/about.html", "about.html"),
        ("/about/", false, "/about/", "about/index.html"),
        ("/old.html", true, "/old.html", "old.html"),
        ("/v1.2", true, "/v1.2/", "v1.2/index.html"),
        ("/a%20b/%C3%BC/", true, "/a%20b/%C3%BC/", "a b/ü/index.html"),
        ("/a//./b/", true, "/a/b/", "a/b/index.html"),
        ("/%2561/", true, "/%2561/", "%61/index.html"),
    ] {
        assert_eq!(page(text, pretty), (url.to_owned(), output.to_owned()), "{text}");
    }
}

#[test]
fn escapes_are_refused() {
    for text in [
        "",
        "..",
        "/../x",
        "/a/../../x",
        "/%2e%2e/x",
        "/%2E./x",
        "/a%2f..%2f..%2fx",
        "/a\\..\\x",
        "/a%5cx",
        "/a%00b",
        "https://example.org/",
        "//example.org/x",
        "file:///etc/passwd",
        "C:\\x",
        "c:x",
        "/%ff/",
        "/a?b",
        "/a#b",
    ] {
        assert!(SitePath::parse(text).is_err(), "{text}");
    }
    for slug in ["a/b", "/", "..", "a/", "%2e%2e", "a%2fb"] {
        assert!(parse_slug(slug).is_err(), "{slug}");
    }
}

proptest! {
    #[test]
    fn no_address_leads_out(text in "([a-z%./\\\\:#? ]|%2[eEfF]|%5[cC]|%00|\\.\\.|\\PC){0,24}", pretty: bool) {
        let file = SitePath::of_file(&text);
        let url = SitePath::parse(&text);
        let slug = parse_slug(&text).map(|slug| SitePath { path: "a/b".into(), folder: false }.with_last(&slug));
        for path in [file, url, slug].into_iter().flatten() {
            for address in [path.page(pretty), path.folder_page(), path.file()] {
                prop_assert!(address.output.components().all(|part| matches!(part, Utf8Component::Normal(_))), "{address:?}");
                prop_assert!(!address.output.as_str().contains(['\\', '\0']), "{address:?}");
                prop_assert!(address.url.starts_with('/') && !address.url.starts_with("//"), "{address:?}");
            }
        }
    }
}
