//! Random operations against a plain model.

use super::texts;
use bengal_cache::{AssetDependencyMap, Batch, Changes, Tracked};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What a page uses, and whether its entry is valid.
type Model = BTreeMap<String, (BTreeSet<String>, bool)>;

#[derive(Clone, Debug)]
enum Operation {
    Track(String, BTreeSet<String>),
    Extend(Vec<Vec<(String, BTreeSet<String>)>>),
    Remove(String),
    Rename(String, String),
    Invalidate(String),
    InvalidateAll,
    Retain(char),
    /// Stores the map and goes on with the loaded one.
    Reload,
}

fn page() -> impl Strategy<Value = String> {
    "p[0-9]"
}

fn assets() -> impl Strategy<Value = BTreeSet<String>> {
    btree_set("a[0-9]", 0..8)
}

fn operation() -> impl Strategy<Value = Operation> {
    prop_oneof![
        8 => (page(), assets()).prop_map(|(page, assets)| Operation::Track(page, assets)),
        3 => vec(vec((page(), assets()), 0..4), 0..3).prop_map(Operation::Extend),
        2 => page().prop_map(Operation::Remove),
        2 => (page(), page()).prop_map(|(old, new)| Operation::Rename(old, new)),
        3 => page().prop_map(Operation::Invalidate),
        1 => Just(Operation::InvalidateAll),
        1 => prop::char::range('0', '9').prop_map(Operation::Retain),
        1 => Just(Operation::Reload),
    ]
}

fn track(model: &mut Model, page: &str, assets: &BTreeSet<String>) -> Tracked {
    match model.insert(page.to_owned(), (assets.clone(), true)) {
        None => Tracked::Added,
        Some((old, _)) if old == *assets => Tracked::Unchanged,
        Some(_) => Tracked::Changed,
    }
}

fn extend(model: &mut Model, batches: &[Vec<(String, BTreeSet<String>)>]) -> Changes {
    let mut changes = Changes::default();
    for (page, assets) in batches.iter().flatten() {
        match track(model, page, assets) {
            Tracked::Added => changes.added += 1,
            Tracked::Changed => changes.changed += 1,
            Tracked::Unchanged => changes.unchanged += 1,
        }
    }
    changes
}

fn batch(pages: &[(String, BTreeSet<String>)]) -> Batch {
    let mut batch = Batch::new();
    for (page, assets) in pages {
        batch.track(page, assets);
    }
    batch
}

/// Does the same to both, and compares what they say that they did.
fn apply(map: &mut AssetDependencyMap, model: &mut Model, operation: &Operation) {
    match operation {
        Operation::Track(page, assets) => assert_eq!(map.track(page, assets), track(model, page, assets)),
        Operation::Extend(batches) => {
            assert_eq!(map.extend(batches.iter().map(|pages| batch(pages))), extend(model, batches));
        }
        Operation::Remove(page) => assert_eq!(map.remove(page), model.remove(page).is_some()),
        Operation::Rename(old, new) => {
            let entry = model.remove(old);
            assert_eq!(map.rename(old, new), entry.is_some());
            model.extend(entry.map(|entry| (new.clone(), entry)));
        }
        Operation::Invalidate(page) => {
            let was_valid = model.get_mut(page).is_some_and(|(_, valid)| std::mem::take(valid));
            assert_eq!(map.invalidate(page), was_valid);
        }
        Operation::InvalidateAll => {
            let were_valid = model.values_mut().filter(|(_, valid)| *valid).map(|(_, valid)| *valid = false).count();
            assert_eq!(map.invalidate_all(), were_valid);
        }
        Operation::Retain(last) => {
            let before = model.len();
            model.retain(|page, _| !page.ends_with(*last));
            assert_eq!(map.retain_pages(|page| !page.ends_with(*last)), before - model.len());
        }
        Operation::Reload => {
            let bytes = map.to_bytes("test").unwrap();
            *map = AssetDependencyMap::from_bytes(&bytes, "test").unwrap();
            assert_eq!(map.to_bytes("test").unwrap(), bytes);
        }
    }
}

/// Asks the map everything, and compares.
fn compare(map: &AssetDependencyMap, model: &Model) {
    let valid = || model.iter().filter(|(_, (_, valid))| *valid).map(|(page, (assets, _))| (page, assets));
    let mut users: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (page, asset) in valid().flat_map(|(page, assets)| assets.iter().map(move |asset| (page, asset))) {
        users.entry(asset).or_default().push(page);
    }
    for asset in (0..10).map(|number| format!("a{number}")) {
        let expected = users.get(&*asset).cloned().unwrap_or_default();
        assert_eq!(texts(&map.pages_using(&asset)), expected, "{asset}");
    }
    for page in (0..10).map(|number| format!("p{number}")) {
        let expected = model.get(&page).filter(|(_, valid)| *valid);
        assert_eq!(map.contains(&page), expected.is_some());
        let found = map.assets_of(&page);
        let found = found.as_ref().map(|assets| texts(assets));
        assert_eq!(found, expected.map(|(assets, _)| assets.iter().map(String::as_str).collect()), "{page}");
    }
    let all: Vec<&str> = users.keys().copied().collect();
    assert_eq!(texts(&map.all_assets()), all);
    assert_eq!(texts(&map.assets_of_pages(model.keys())), all);
    assert_eq!(texts(&map.pages()), model.keys().collect::<Vec<_>>());
    let entries = map.entries();
    assert_eq!(entries.len(), model.len());
    for (entry, (page, (assets, valid))) in entries.iter().zip(model) {
        assert_eq!((&*entry.page, entry.valid), (page.as_str(), *valid));
        assert_eq!(texts(&entry.assets), assets.iter().collect::<Vec<_>>());
    }
    let stats = map.stats();
    assert_eq!((stats.valid_pages, stats.invalid_pages), (valid().count(), model.len() - valid().count()));
    assert_eq!((stats.unique_assets, stats.edges), (users.len(), users.values().map(Vec::len).sum()));
}

/// The same facts, told in another order by other means.
fn rebuilt(model: &Model) -> AssetDependencyMap {
    let map = AssetDependencyMap::new();
    for (page, (assets, valid)) in model.iter().rev() {
        let _ = map.track(page, assets.iter().rev());
        if !valid {
            map.invalidate(page);
        }
    }
    map
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn one_thread_does_what_the_model_does(operations in vec(operation(), 1..60)) {
        let mut map = AssetDependencyMap::new();
        let mut model = Model::new();
        for operation in &operations {
            apply(&mut map, &mut model, operation);
            compare(&map, &model);
        }
        let rebuilt = rebuilt(&model);
        prop_assert_eq!(rebuilt.digest(), map.digest());
        prop_assert_eq!(&rebuilt, &map);
        prop_assert_eq!(rebuilt.to_bytes("test").unwrap(), map.to_bytes("test").unwrap());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// Each thread has pages of its own and shares the assets, so the end does not depend on who came first.
    #[test]
    fn many_threads_do_what_the_model_does(operations in vec(operation(), 1..200), threads in prop::sample::select(vec![2, 8])) {
        let own = |page: &str, thread: usize| format!("{page}-of-{thread}");
        let map = AssetDependencyMap::new();
        std::thread::scope(|scope| {
            for thread in 0..threads {
                let (map, operations) = (&map, &operations);
                scope.spawn(move || {
                    for operation in operations {
                        run_own(map, operation, &|page| own(page, thread));
                    }
                });
            }
        });
        let mut model = Model::new();
        for thread in 0..threads {
            for operation in &operations {
                run_own_in_model(&mut model, operation, &|page| own(page, thread));
            }
        }
        // An invalidation of everything comes in between anywhere: after it only the sets are certain.
        let certain = !operations.iter().any(|operation| matches!(operation, Operation::InvalidateAll));
        if certain {
            prop_assert_eq!(map.digest(), rebuilt(&model).digest());
        }
        let entries = map.entries();
        prop_assert_eq!(entries.len(), model.len());
        for entry in &entries {
            let (assets, valid) = &model[&*entry.page];
            prop_assert_eq!(texts(&entry.assets), assets.iter().collect::<Vec<_>>());
            // Nothing but an operation on the page itself makes it valid again.
            prop_assert!(*valid || !entry.valid);
        }
        let valid: BTreeSet<&str> = entries.iter().filter(|entry| entry.valid).map(|entry| &*entry.page).collect();
        for asset in (0..10).map(|number| format!("a{number}")) {
            let expected: Vec<&str> = model
                .iter()
                .filter(|(page, (assets, _))| valid.contains(page.as_str()) && assets.contains(&asset))
                .map(|(page, _)| page.as_str())
                .collect();
            let users = map.pages_using(&asset);
            prop_assert_eq!(texts(&users), expected);
        }
    }
}

/// Operations on one thread's pages, and those on all that leave the sets of the others alone.
fn run_own(map: &AssetDependencyMap, operation: &Operation, own: &dyn Fn(&str) -> String) {
    match operation {
        Operation::Track(page, assets) => drop(map.track(&own(page), assets)),
        Operation::Extend(batches) => {
            let own_pages = |pages: &[(String, BTreeSet<String>)]| -> Vec<_> {
                pages.iter().map(|(page, assets)| (own(page), assets.clone())).collect()
            };
            map.extend(batches.iter().map(|pages| batch(&own_pages(pages))));
        }
        Operation::Remove(page) => drop(map.remove(&own(page))),
        Operation::Rename(old, new) => drop(map.rename(&own(old), &own(new))),
        Operation::Invalidate(page) => drop(map.invalidate(&own(page))),
        Operation::InvalidateAll => drop(map.invalidate_all()),
        Operation::Retain(last) => {
            let leaving = own(&format!("p{last}"));
            map.retain_pages(|page| page != leaving);
        }
        Operation::Reload => {
            let bytes = map.to_bytes("test").unwrap();
            let copy = AssetDependencyMap::from_bytes(&bytes, "test").unwrap();
            assert_eq!(copy.to_bytes("test").unwrap(), bytes);
        }
    }
}

fn run_own_in_model(model: &mut Model, operation: &Operation, own: &dyn Fn(&str) -> String) {
    match operation {
        Operation::Track(page, assets) => drop(track(model, &own(page), assets)),
        Operation::Extend(batches) => {
            for (page, assets) in batches.iter().flatten() {
                let _ = track(model, &own(page), assets);
            }
        }
        Operation::Remove(page) => drop(model.remove(&own(page))),
        Operation::Rename(old, new) => {
            if let Some(entry) = model.remove(&own(old)) {
                model.insert(own(new), entry);
            }
        }
        Operation::Invalidate(page) => {
            if let Some((_, valid)) = model.get_mut(&own(page)) {
                *valid = false;
            }
        }
        Operation::Retain(last) => drop(model.remove(&own(&format!("p{last}")))),
        Operation::InvalidateAll | Operation::Reload => {}
    }
}
