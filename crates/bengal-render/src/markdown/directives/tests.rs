use super::*;
use std::collections::BTreeSet;

#[test]
fn names_are_unique() {
    let mut seen = BTreeSet::new();
    for name in names() {
        assert!(seen.insert(name), "{name}");
    }
}

#[test]
fn options_are_written_with_underscores() {
    for spec in DIRECTIVES {
        assert!(spec.options.iter().all(|option| !option.contains('-')), "{}", spec.name);
    }
}

#[test]
fn contracts_name_directives() {
    for name in DIRECTIVES.iter().flat_map(|spec| spec.inside) {
        assert!(find(name).is_some_and(|spec| spec.name == *name), "{name}");
    }
}
