//! Long sequences.

use super::draw::{back_to, draw};
use super::edit::{Edit, Sources};
use super::random::Random;
use super::session::Session;
use super::shrink::shrink;
use camino::Utf8Path;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// How long, and where.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Edits.
    pub steps: usize,
    /// What they are drawn from.
    pub seed: u64,
    /// Whether the site is on disk.
    pub on_disk: bool,
    /// After how many edits the site starts again as it was.
    pub sequence: usize,
}

/// What a run came to.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Edits, each followed by three builds.
    pub steps: usize,
    /// Steps after which the build was good.
    pub good: usize,
    /// How many of the others had which error.
    pub errors: BTreeMap<&'static str, usize>,
    /// Pages rendered by incremental builds.
    pub rendered: usize,
    /// Pages relinked by them.
    pub relinked: usize,
    /// Pages that they left alone.
    pub fresh: usize,
}

/// An incremental build that is not equal to a clean one.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The step, counted from 1.
    pub step: usize,
    /// What it was drawn from.
    pub seed: u64,
    /// What is different, after the shortest sequence.
    pub problem: String,
    /// The shortest sequence that was found.
    pub edits: Vec<Edit>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "seed {}, step {}: {}\nafter", self.seed, self.step, self.problem)?;
        self.edits.iter().try_for_each(|edit| writeln!(f, "  {edit}"))
    }
}

/// Edits a site again and again. `progress` is told after each step.
///
/// # Errors
/// The first difference, with the shortest sequence that shows it.
pub fn soak(
    sources: impl Fn(u64) -> Sources,
    plan: Plan,
    mut progress: impl FnMut(&Tally, &Edit),
) -> Result<Tally, Box<Failure>> {
    let mut tally = Tally::default();
    let mut seed = plan.seed;
    while tally.steps < plan.steps {
        let site = sources(seed);
        let mut random = Random::new(seed);
        let mut edits = Vec::new();
        let mut history = vec![site.clone()];
        let (mut good, mut is_good) = (site.clone(), true);
        let fail = |step, problem, edits| Box::new(Failure { step, seed, problem, edits });
        let mut session =
            Session::new(&site, plan.on_disk).map_err(|error| fail(tally.steps, error.to_string(), Vec::new()))?;
        while edits.len() < plan.sequence && tally.steps < plan.steps {
            // On a site with errors, later edits show less: it is soon put right.
            let edit = match !is_good && random.once_in(2) {
                true => back_to(session.sources(), &good),
                false => draw(&mut random, session.sources(), &history, session.options()),
            };
            edits.push(edit.clone());
            tally.steps += 1;
            match session.step(&edit) {
                Ok(work) => {
                    is_good = work.errors.is_empty();
                    if is_good {
                        tally.good += 1;
                        good.clone_from(session.sources());
                    }
                    work.errors.iter().for_each(|code| *tally.errors.entry(code).or_default() += 1);
                    tally.rendered += work.rendered;
                    tally.relinked += work.relinked;
                    tally.fresh += work.fresh;
                }
                Err(problem) => {
                    let step = edits.len();
                    let (edits, problem) = shrink(&site, plan.on_disk, &edits, problem);
                    return Err(fail(step, problem, edits));
                }
            }
            if random.once_in(5) {
                history.push(session.sources().clone());
                if history.len() > MOST_REMEMBERED {
                    history.remove(1);
                }
            }
            progress(&tally, &edit);
        }
        seed += 1;
    }
    Ok(tally)
}

/// Earlier states of a site that edits go back to.
const MOST_REMEMBERED: usize = 6;

/// The files of a site on disk, without output and cache.
pub fn load(folder: &Utf8Path) -> Sources {
    let files = crate::tree(folder).into_iter().map(|(path, content)| (path.into_string(), Arc::from(content)));
    files.filter(|(path, _)| !path.starts_with("public/") && !path.starts_with(".bengal/")).collect()
}
