//! One progress line on a terminal; the phases as they end under `-v`.

use super::{DIM, VERB};
use bengal_orchestration::track::TrackObserver;
use bengal_orchestration::{Observer, Outcome, Phase, PhaseRecord};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, Write};

/// Follows a build on the terminal. Shows nothing but phases where standard error is none.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    verbose: bool,
    human: bool,
}

impl Progress {
    pub(crate) fn new(human: bool, verbose: bool) -> Self {
        Self::with_verb("Building", human, verbose)
    }

    fn with_verb(verb: &'static str, human: bool, verbose: bool) -> Self {
        // Set before anything is drawn.
        let bar = ProgressBar::new(0).with_prefix(verb);
        let shown = human && std::io::stderr().is_terminal();
        bar.set_draw_target(if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() });
        let template = "{prefix:>12.green.bold} [{bar:24}] {pos}/{len} {wide_msg}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("=> "));
        }
        Self { bar, verbose, human }
    }

    /// Takes the line away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn waiting(&self, reason: &str) {
        self.bar.suspend(|| {
            _ = writeln!(anstream::stderr(), "{VERB}{:>12}{VERB:#} {reason}", "Waiting");
        });
    }
}

impl Observer for Progress {
    fn phase_started(&self, phase: Phase) {
        self.bar.set_message(phase.name());
        self.bar.tick();
    }

    fn phase_finished(&self, record: &PhaseRecord) {
        if !(self.verbose && self.human) {
            return;
        }
        let milliseconds = record.elapsed.as_secs_f64() * 1e3;
        let label = format!("{:>4} {}", record.phase.number(), record.phase.name());
        self.bar.suspend(|| {
            let mut out = anstream::stderr();
            // A broken pipe must not stop a build.
            _ = match &record.outcome {
                Outcome::Done(detail) => {
                    writeln!(out, "{VERB}{label:<26}{VERB:#} {milliseconds:>9.2} ms  {detail}")
                }
                Outcome::Skipped(reason) => {
                    writeln!(out, "{DIM}{label:<26} {:>9}     skipped: {reason}{DIM:#}", "–")
                }
            };
        });
    }

    fn pages_done(&self, done: usize, total: usize) {
        self.bar.set_length(total as u64);
        self.bar.set_position(done as u64);
    }

    fn waiting_for_lock(&self) {
        self.waiting("for another build of this site to end");
    }
}

/// Follows the reading of many files. Shows nothing where standard error is no terminal.
#[derive(Debug)]
pub(crate) struct ReadingProgress {
    progress: Progress,
}

impl ReadingProgress {
    pub(crate) fn new(human: bool) -> Self {
        Self { progress: Progress::with_verb("Reading", human, false) }
    }

    /// Takes the line away.
    pub(crate) fn finish(&self) {
        self.progress.finish();
    }
}

impl TrackObserver for ReadingProgress {
    fn files_done(&self, done: usize, total: usize) {
        self.progress.pages_done(done, total);
    }

    fn waiting_for_lock(&self) {
        self.progress.waiting("for another process to close the cache");
    }
}
