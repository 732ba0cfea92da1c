//! Random edits of random sites: no page that looks fresh may come out otherwise.

use crate::edits::World;
use crate::random::Random;
use crate::site::Built;
use std::collections::BTreeMap;

/// What was seen in some steps.
#[derive(Debug, Default)]
struct Tally {
    pages: usize,
    stale: usize,
    /// Stale, and rendered the same: what exactness would save.
    needless: usize,
    failed: usize,
}

/// A page that looks fresh and is not, or problems that would go unreported.
fn missed(before: &Built, after: &Built, tally: &mut Tally) -> Vec<String> {
    let stale = after.stale(before);
    let mut missed = Vec::new();
    for (name, old) in &before.pages {
        let Some(new) = after.pages.get(name) else { continue };
        tally.pages += 1;
        tally.failed += usize::from(new.html.is_none());
        if stale.contains_key(name) {
            tally.stale += 1;
            tally.needless += usize::from(new.html == old.html && new.problems == old.problems);
            continue;
        }
        // A page that had problems is rendered again anyway, so that they are reported again.
        if old.html.is_none() || !old.problems.is_empty() {
            continue;
        }
        if old.html != new.html {
            let (old, new) = (old.html.as_deref().unwrap_or_default(), new.html.as_deref().unwrap_or("(failed)"));
            let at = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
            let part =
                |text: &str| text.bytes().skip(at.saturating_sub(30)).take(90).map(char::from).collect::<String>();
            missed.push(format!("{name}: {:?} is now {:?}", part(old), part(new)));
        } else if !new.problems.is_empty() {
            missed.push(format!("{name} has problems now: {:?}", new.problems));
        }
    }
    missed
}

fn run(seeds: std::ops::Range<u64>, steps: usize) -> (Tally, BTreeMap<String, usize>) {
    let mut tally = Tally::default();
    let mut kinds = BTreeMap::new();
    for seed in seeds {
        let mut random = Random::new(seed);
        let mut world = World::new(&mut random);
        let mut before = Built::new(&world.files(), Vec::new(), &mut random);
        for step in 0..steps {
            let old = world.clone();
            let edit = world.edit(&mut random);
            let kind: String = edit.chars().filter(|c| !c.is_ascii_digit()).take(24).collect();
            *kinds.entry(kind).or_insert(0) += 1;
            let after = Built::new(&world.files(), before.answers.derived(), &mut random);
            let missed = missed(&before, &after, &mut tally);
            assert!(missed.is_empty(), "seed {seed}, step {step}, {edit}:\n{}\n{old:#?}", missed.join("\n"));
            let computed = Built::new(&world.files(), Vec::new(), &mut random);
            for record in after.pages.values() {
                for (key, digest) in &record.reads {
                    assert_eq!(computed.answers.digest_of(key), *digest, "seed {seed}, step {step}, {edit}: {key}");
                }
            }
            before = after;
        }
    }
    (tally, kinds)
}

#[test]
fn no_read_is_missed() {
    let (tally, kinds) = run(0..12, 25);
    assert!(kinds.len() > 50, "{kinds:?}");
    assert!(tally.pages > 3000, "{tally:?}");
    assert!(tally.stale > tally.pages / 50, "edits must matter: {tally:?}");
    assert!(tally.failed < tally.pages / 4, "templates must work: {tally:?}");
}

/// For release builds: some minutes.
#[test]
#[ignore = "takes minutes; run with --release"]
fn no_read_is_missed_in_many_steps() {
    let (tally, _) = run(100..500, 50);
    assert!(tally.pages > 100_000, "{tally:?}");
}
