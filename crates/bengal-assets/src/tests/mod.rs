//! Assets and pages together.

mod known;
mod link;
mod prepare;
mod support;

/// Whether the libraries of a list such as `1; name 2.0` have these versions in `Cargo.lock`: what is kept is as good as its key.
pub(crate) fn assert_in_use(list: &str) {
    let lock = include_str!("../../../../Cargo.lock");
    for library in list.split("; ").skip(1) {
        let (name, version) = library.split_once(' ').unwrap();
        let entry = format!("name = \"{name}\"\nversion = \"{version}\"\n");
        assert!(lock.contains(&entry), "`{library}` is not the version in Cargo.lock");
    }
}
