use super::*;
use camino::Utf8Component;
use proptest::prelude::*;

/// Front matter from a few keys that change where pages stand and how they hang together.
fn front_matter() -> impl Strategy<Value = String> {
    const PATH: &str = "/?((a|b|c|d e|\\.\\.|%2e%2e|/|ü)/?){0,4}";
    prop_oneof![
        Just(String::new()),
        (0..5i64).prop_map(|weight| format!("weight: {weight}")),
        PATH.prop_map(|path| format!("url: '{path}'")),
        PATH.prop_map(|path| format!("slug: '{path}'")),
        PATH.prop_map(|path| format!("aliases: ['{path}', /a/]\ntags: [a, '{path}']")),
        (1..29u8, "[a-c]").prop_map(|(day, tag)| format!("date: 2026-01-{day:02}\ntags: {tag}\ncategory: x")),
        Just("draft: true\ncascade: {weight: 3, tags: [k]}".to_owned()),
        Just("hidden: true\nmenu: {main: {parent: a}}".to_owned()),
        Just("type: blog\nmenu: main".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_site_is_sound_and_does_not_depend_on_order(
        files in proptest::collection::btree_map("([abü]/){0,3}(_index|index|a|b|ü|\\.\\.|404)\\.(md|png)", front_matter(), 0..16),
        seed in any::<u64>(),
        pretty: bool,
    ) {
        let mut config = Config::default();
        config.build.pretty_urls = pretty;
        config.pagination = crate::config::PaginationConfig { per_page: 2, threshold: 2 };
        let pages: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let (site, diagnostics) = build_with(config.clone(), &local(), &pages);
        let mut shuffled = pages.clone();
        shuffled.sort_by_key(|(path, _)| Digest::of(format!("{seed}{path}").as_bytes()));
        let (again, more) = build_with(config, &local(), &shuffled);
        prop_assert_eq!(format!("{site:?}"), format!("{again:?}"));
        prop_assert_eq!(diagnostics, more);

        let mut outputs = std::collections::BTreeSet::new();
        for (number, page) in site.pages.iter().enumerate() {
            prop_assert_eq!(page.id.index(), number);
            prop_assert!(page.output.components().all(|part| matches!(part, Utf8Component::Normal(_))), "{}", page.output);
            prop_assert!(page.shadowed || outputs.insert(page.output.to_string().to_lowercase()), "{}", page.output);
            for (_, output) in alias_outputs(page) {
                prop_assert!(output.components().all(|part| matches!(part, Utf8Component::Normal(_))));
                prop_assert!(outputs.insert(output.to_string().to_lowercase()), "{}", output);
            }
            for linked in [page.prev, page.next, page.prev_in_section, page.next_in_section].into_iter().flatten().chain(page.details.list.iter().chain(site.related(page.id)).copied()) {
                prop_assert!(site.page(linked).visibility.listings && !site.page(linked).draft);
            }
            if let Some(next) = page.next {
                prop_assert_eq!(site.page(next).prev, Some(page.id));
            }
        }
        for section in &site.sections {
            prop_assert!(section.index.is_some());
            prop_assert_eq!(section.parent.is_none(), section.id == SectionId::ROOT);
        }
        for resource in &site.resources {
            prop_assert!(resource.output.components().all(|part| matches!(part, Utf8Component::Normal(_))));
        }
    }
}
