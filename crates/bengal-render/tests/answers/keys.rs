//! Keys outlive a build: each leads back to its read, and one whose page is gone has an answer too.

use crate::edits::World;
use crate::random::Random;
use crate::site::{Built, files};
use bengal_render::{Derived, ReadKey};
use proptest::prelude::*;

#[test]
fn every_read_of_random_sites_comes_back_from_its_key() {
    for seed in 50..60 {
        let mut random = Random::new(seed);
        let world = World::new(&mut random);
        let built = Built::new(&world.files(), Vec::new(), &mut random);
        for page in built.site.page_ids() {
            for read in built.renderer.render(page).reads {
                let key = built.answers.key(&read);
                assert_eq!(built.answers.read(&key), Some(read), "{key}");
                assert_eq!(ReadKey::from_stored(key.as_str()), key);
            }
        }
    }
}

#[test]
fn what_is_gone_has_another_answer() {
    let with = Built::clean(&files(&[("content/docs/a.md", "A"), ("content/docs/b.md", "B")]));
    let without = Built::clean(&files(&[("content/docs/a.md", "A")]));
    let key = with.answers.key(&bengal_render::Read::Page(with.id("content/docs/b.md"), "title"));
    assert_eq!(key.as_str(), "page\ttitle\tcontent/docs/b.md");
    assert_eq!(key.to_string(), "`title` of content/docs/b.md");
    assert_eq!(without.answers.read(&key), None);
    assert_ne!(without.answers.digest_of(&key), with.answers.digest_of(&key));
}

#[test]
fn generated_pages_are_called_by_their_url() {
    let built = Built::clean(&files(&[("content/docs/a.md", "---\ntags: [x]\n---\n")]));
    let key = built.answers.key(&bengal_render::Read::Page(built.id("/tags/x/"), "title"));
    assert_eq!(key.as_str(), "page\ttitle\t/tags/x/");
}

/// Stored answers that are computed from themselves, which only damage brings about, must not be waited for.
#[test]
fn answers_in_a_circle_are_left_alone() {
    let site = files(&[("content/a.md", "## A\n\n[[b#b]]"), ("content/b.md", "## B\n\n[[a#a]]")]);
    let built = Built::clean(&site);
    let mut derived = built.answers.derived();
    assert!(!derived.is_empty());
    let all: Vec<(ReadKey, bengal_core::Digest)> = derived.iter().map(|one| (one.of.clone(), one.answers[0])).collect();
    derived.iter_mut().for_each(|one| one.inputs.clone_from(&all));
    let again = Built::new(&site, derived, &mut Random::new(1));
    assert!(again.stale(&built).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn no_stored_text_is_too_strange(keys in prop::collection::vec("[a-z\\t\\\\./#! -]{0,20}|page\t[a-z._]{0,12}\t[a-z/.]{0,12}", 0..20)) {
        let built = Built::clean(&files(&[("content/a.md", "A")]));
        let digest = bengal_core::Digest::of(b"x");
        let keys: Vec<ReadKey> = keys.into_iter().map(ReadKey::from_stored).collect();
        let inputs: Vec<_> = keys.iter().map(|key| (key.clone(), digest)).collect();
        let derived = keys.iter().map(|of| Derived { of: of.clone(), source: digest, inputs: inputs.clone(), answers: vec![digest] });
        let answers = built.renderer.answers().with_derived(derived);
        for key in &keys {
            prop_assert_eq!(answers.digest_of(key), built.answers.digest_of(key));
        }
    }
}
