//! Changes of a text that can be taken back.

use std::borrow::Cow;
use std::ops::Range;

/// New text for a place of a source. An empty range inserts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    pub(crate) span: Range<usize>,
    pub(crate) text: String,
}

impl Edit {
    /// New text for a place, and none for what goes with it.
    pub(crate) fn replacing(
        span: Range<usize>,
        rest: &[Range<usize>],
        text: String,
    ) -> impl Iterator<Item = Self> + use<'_> {
        let removed = rest.iter().map(|span| Self { span: span.clone(), text: String::new() });
        std::iter::once(Self { span, text }).chain(removed)
    }
}

/// A change that linking made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    /// The changed bytes in the linked text.
    pub range: Range<usize>,
    /// What stood there before.
    pub original: String,
}

/// Applies edits. Those that do not fit (out of the source, within a character, over an earlier one) are left out. Linear, after sorting.
///
/// The patches are in order, and hold no byte that both sides have in common at their ends.
pub(crate) fn apply(source: &str, mut edits: Vec<Edit>) -> (Cow<'_, str>, Vec<Patch>) {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let growth: usize = edits.iter().map(|edit| edit.text.len()).sum();
    let mut target = String::new();
    let mut patches: Vec<Patch> = Vec::new();
    let mut copied = 0;
    for edit in edits {
        let Some(old) = source.get(edit.span.clone()).filter(|old| *old != edit.text) else { continue };
        let Some(between) = source.get(copied..edit.span.start) else { continue };
        if patches.is_empty() {
            target.reserve_exact(source.len() + growth);
        }
        target.push_str(between);
        let start = target.len();
        target.push_str(&edit.text);
        let (before, after) = common_ends(old, &edit.text);
        patches.push(Patch {
            range: start + before..target.len() - after,
            original: old[before..old.len() - after].to_owned(),
        });
        copied = edit.span.end;
    }
    if patches.is_empty() {
        return (Cow::Borrowed(source), patches);
    }
    target.push_str(&source[copied..]);
    (Cow::Owned(target), patches)
}

/// How many bytes two texts have in common at the start, and of the rest at the end; whole characters.
fn common_ends(a: &str, b: &str) -> (usize, usize) {
    let before: usize = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum();
    let (a, b) = (&a[before..], &b[before..]);
    let after: usize =
        a.chars().rev().zip(b.chars().rev()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum();
    (before, after)
}

/// The text as it was before linking. `None` where the patches do not fit the text: then it is not the one that they were made for,
/// or they are damaged. Linear.
///
/// ```
/// use bengal_assets::{Patch, unlink};
/// let patches = [Patch { range: 10..17, original: "".into() }];
/// assert_eq!(unlink("<img src=a.1f2e3d.png>", &patches).as_deref(), Some("<img src=a.png>"));
/// assert_eq!(unlink("short", &patches), None);
/// ```
pub fn unlink(linked: &str, patches: &[Patch]) -> Option<String> {
    let mut original = String::with_capacity(linked.len());
    let mut copied = 0;
    for patch in patches {
        linked.get(patch.range.clone())?;
        original.push_str(linked.get(copied..patch.range.start)?);
        original.push_str(&patch.original);
        copied = patch.range.end;
    }
    original.push_str(linked.get(copied..)?);
    Some(original)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn patches_hold_what_differs() {
        let edits = vec![
            Edit { span: 9..14, text: "/sub/a.12.png".into() },
            Edit { span: 0..0, text: "é".into() },
            Edit { span: 3..3, text: String::new() },
        ];
        let (linked, patches) = apply("<img src=a.png>", edits);
        assert_eq!(linked, "é<img src=/sub/a.12.png>");
        assert_eq!(patches[0], Patch { range: 0..2, original: String::new() });
        assert_eq!(patches.len(), 2);
    }

    proptest! {
        #[test]
        fn what_is_linked_can_be_unlinked(source in "[a-cé ]{0,24}", edits in proptest::collection::vec((0usize..26, 0usize..26, "[a-cé]{0,6}"), 0..8)) {
            let edits = edits.into_iter().map(|(start, end, text)| Edit { span: start..end, text }).collect();
            let (linked, patches) = apply(&source, edits);
            let unlinked = unlink(&linked, &patches);
            prop_assert_eq!(unlinked.as_deref(), Some(&*source));
            prop_assert!(patches.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
            prop_assert!(!patches.is_empty() || matches!(linked, Cow::Borrowed(_)));
        }

        #[test]
        fn foreign_patches_never_panic(linked in "[a-cé]{0,12}", patches in proptest::collection::vec((0usize..14, 0usize..14, "[xé]{0,2}"), 0..5)) {
            let patches: Vec<_> = patches.into_iter().map(|(start, end, original)| Patch { range: start..end, original }).collect();
            unlink(&linked, &patches);
        }
    }
}
