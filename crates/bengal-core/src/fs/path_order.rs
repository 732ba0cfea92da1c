//! The order of paths.

use camino::Utf8Path;
use std::cmp::Ordering;

/// Compares paths of plain names joined by `/`, name by name: what `Utf8Path` does, without taking either apart. A site has many paths with
/// long beginnings in common, mostly in order already.
///
/// Other paths have some total order too.
pub fn compare_paths(a: &Utf8Path, b: &Utf8Path) -> Ordering {
    let (a, b) = (a.as_str().as_bytes(), b.as_str().as_bytes());
    match a.iter().zip(b).position(|(a, b)| a != b) {
        // Where a name ends, it is less than any that goes on.
        Some(at) => (a[at] != b'/').cmp(&(b[at] != b'/')).then(a[at].cmp(&b[at])),
        None => a.len().cmp(&b.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn paths_are_in_the_order_of_their_names(
            paths in prop::collection::vec("[a!-]{1,2}(/[a!é0-]{1,2}){0,2}", 0..20),
        ) {
            for a in &paths {
                for b in &paths {
                    let (a, b) = (Utf8Path::new(a), Utf8Path::new(b));
                    prop_assert_eq!(compare_paths(a, b), a.cmp(b), "{} {}", a, b);
                }
            }
        }
    }
}
