//! The shortest sequence of edits that still fails.

use super::edit::{Edit, Sources};
use super::session::Session;

/// Drops edits as long as the rest still fails at its last one, and says how that fails.
pub(super) fn shrink(sources: &Sources, on_disk: bool, edits: &[Edit], problem: String) -> (Vec<Edit>, String) {
    let (mut edits, mut problem) = (edits.to_vec(), problem);
    let mut len = edits.len().div_ceil(2);
    while len > 0 {
        let mut start = 0;
        let mut is_shorter = false;
        // The last edit stays: it is the one that is looked at.
        while start < edits.len().saturating_sub(1) {
            let end = (start + len).min(edits.len() - 1);
            let fewer: Vec<Edit> = [&edits[..start], &edits[end..]].concat();
            match fails(sources, on_disk, &fewer) {
                Some(other) => (edits, problem, is_shorter) = (fewer, other, true),
                None => start = end,
            }
        }
        if !is_shorter || len > 1 {
            len /= 2;
        }
    }
    single_changes(sources, on_disk, edits, problem)
}

/// The same with the changes of the edits that are left.
fn single_changes(sources: &Sources, on_disk: bool, mut edits: Vec<Edit>, problem: String) -> (Vec<Edit>, String) {
    let mut problem = problem;
    for index in 0..edits.len() {
        let mut at = 0;
        while edits[index].changes.len() > 1 && at < edits[index].changes.len() {
            let mut fewer = edits.clone();
            fewer[index].changes.remove(at);
            match fails(sources, on_disk, &fewer) {
                Some(other) => (edits, problem) = (fewer, other),
                None => at += 1,
            }
        }
    }
    (edits, problem)
}

/// How a sequence fails at its last edit, if it does.
fn fails(sources: &Sources, on_disk: bool, edits: &[Edit]) -> Option<String> {
    let mut session = Session::new(sources, on_disk).ok()?;
    let (last, before) = edits.split_last()?;
    before.iter().for_each(|edit| session.pass(edit));
    session.step(last).err()
}
