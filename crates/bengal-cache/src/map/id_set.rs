//! Sets of ids as ascending slices.

/// Sorts and removes duplicates.
pub(super) fn into_set(ids: &mut Vec<u32>) {
    ids.sort_unstable();
    ids.dedup();
}

/// What is in `left` and not in `right`; both ascending.
pub(super) fn for_difference(left: &[u32], right: &[u32], mut each: impl FnMut(u32)) {
    merge(left, right, |id, in_right| {
        if !in_right {
            each(id);
        }
    });
}

/// What is in both; both ascending.
pub(super) fn for_intersection(left: &[u32], right: &[u32], mut each: impl FnMut(u32)) {
    merge(left, right, |id, in_right| {
        if in_right {
            each(id);
        }
    });
}

/// Calls `each` for every id of `left`, with whether `right` has it; both ascending.
fn merge(left: &[u32], right: &[u32], mut each: impl FnMut(u32, bool)) {
    let mut right = right.iter().copied().peekable();
    for id in left.iter().copied() {
        while right.next_if(|other| *other < id).is_some() {}
        each(id, right.peek() == Some(&id));
    }
}
