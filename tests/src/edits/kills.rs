//! Builds that are killed at any moment, with edits before and after.

use super::draw::draw;
use super::edit::{Edit, Sources};
use super::random::Random;
use super::session::Session;
use crate::bengal;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Instant;

/// What a run came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Kills {
    /// Builds that were started, and killed unless they were done before.
    pub builds: usize,
    /// Those that were killed.
    pub killed: usize,
}

/// Starts so many builds of the real program on disk, kills each at a random moment, sometimes edits again, and compares what the next
/// build makes with a clean one. `progress` is told after each.
///
/// # Errors
/// The first difference, with its number.
pub fn kills(
    sources: impl Fn(u64) -> Sources,
    count: usize,
    seed: u64,
    mut progress: impl FnMut(&Kills),
) -> Result<Kills, String> {
    /// Kills until the site starts again as it was.
    const SEQUENCE: usize = 25;
    // Where the program has to be made first, that time is no build's.
    bengal();
    let mut done = Kills::default();
    let mut seed = seed;
    while done.killed < count {
        let site = sources(seed);
        let mut random = Random::new(seed);
        let mut session = Session::new(&site, true).map_err(|error| error.to_string())?;
        let began = Instant::now();
        wait_for(start(&session)?)?;
        let longest = began.elapsed();
        for _ in 0..SEQUENCE {
            session.apply(&draw(&mut random, session.sources(), &[], session.options()));
            let mut child = start(&session)?;
            sleep(longest.mul_f64(random.below(1_000) as f64 / 1_000.0));
            done.builds += 1;
            done.killed += usize::from(child.try_wait().is_ok_and(|status| status.is_none()));
            drop(child.kill());
            wait_for(child)?;
            session.note_build();
            let edit = match random.below(3) {
                0 => draw(&mut random, session.sources(), &[], session.options()),
                _ => Edit { name: "nothing".to_owned(), changes: Vec::new() },
            };
            let failed = |problem| format!("seed {seed}, build {}: {problem}\nafter {edit}", done.builds);
            session.step(&edit).map_err(failed)?;
            if let Some(left) = session.temporaries().first() {
                return Err(failed(format!("{left} is left")));
            }
            progress(&done);
        }
        seed += 1;
    }
    Ok(done)
}

fn start(session: &Session) -> Result<Child, String> {
    let mut command = Command::new(bengal());
    command.args(session.arguments()).env_clear().stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().map_err(|error| format!("cannot run the program: {error}"))
}

fn wait_for(mut child: Child) -> Result<(), String> {
    child.wait().map(drop).map_err(|error| format!("cannot wait for the program: {error}"))
}
