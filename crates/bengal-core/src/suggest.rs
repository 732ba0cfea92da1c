//! "Did you mean": the nearest name by edit distance.

/// The candidate nearest to `name`, if one is near enough to be a likely typing mistake.
///
/// Distance is Damerau-Levenshtein (optimal string alignment) without regard to ASCII case; at most a third of the
/// name's length, at least 1. Costs O(candidates × length²); names over 64 bytes get no suggestion.
///
/// ```
/// let names = ["note", "warning", "tab-set"];
/// assert_eq!(bengal_core::suggest::nearest("wraning", names), Some("warning"));
/// assert_eq!(bengal_core::suggest::nearest("figure", names), None);
/// ```
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > 64 {
        return None;
    }
    let limit = (name.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= 64)
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Whether two names differ by one typing mistake, without regard to ASCII case: their [`distance`] is 1. Linear in their length.
pub(crate) fn is_one_mistake_away(a: &str, b: &str) -> bool {
    let same = |(a, b): &(char, char)| a.eq_ignore_ascii_case(b);
    let prefix = a.chars().zip(b.chars()).take_while(same).count();
    let (mut a, mut b) = (a.chars(), b.chars());
    a.by_ref().take(prefix).for_each(drop);
    b.by_ref().take(prefix).for_each(drop);
    let suffix = a.clone().rev().zip(b.clone().rev()).take_while(same).count();
    a.by_ref().rev().take(suffix).for_each(drop);
    b.by_ref().rev().take(suffix).for_each(drop);
    let [a, b] = [a, b].map(|mut rest| [rest.next(), rest.next(), rest.next()]);
    match (a, b) {
        ([Some(_), None, None], [None | Some(_), None, None]) | ([None, None, None], [Some(_), None, None]) => true,
        ([Some(a0), Some(a1), None], [Some(b0), Some(b1), None]) => same(&(a0, b1)) && same(&(a1, b0)),
        _ => false,
    }
}

/// Damerau-Levenshtein distance (optimal string alignment) without regard to ASCII case.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().map(|c| c.to_ascii_lowercase()).collect();
    let b: Vec<char> = b.chars().map(|c| c.to_ascii_lowercase()).collect();
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    rows[0] = (0..=b.len()).collect();
    for i in 1..=a.len() {
        rows[i][0] = i;
        for j in 1..=b.len() {
            let substituted = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = substituted.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn one_mistake_is_a_distance_of_one(a in "[abAé]{0,6}", b in "[abAé]{0,6}") {
            prop_assert_eq!(is_one_mistake_away(&a, &b), distance(&a, &b) == 1, "{} {}", a, b);
        }
    }
}
