use super::*;

fn names(names: &[Arc<str>]) -> Vec<&str> {
    names.iter().map(|name| &**name).collect()
}

#[test]
fn a_page_that_no_longer_uses_an_asset_is_not_among_its_users() {
    let map = AssetDependencyMap::new();
    assert_eq!(map.track("a", ["x", "y", "x"]), Tracked::Added);
    assert_eq!(map.track("b", ["y"]), Tracked::Added);
    assert_eq!(map.track("a", ["x"]), Tracked::Changed);
    assert_eq!(names(&map.pages_using("y")), ["b"]);
    assert_eq!(names(&map.pages_using("x")), ["a"]);
    assert_eq!(map.track("a", ["y", "x"]), Tracked::Changed);
    assert_eq!(names(&map.pages_using("y")), ["a", "b"]);
}
