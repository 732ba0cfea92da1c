//! `cargo xtask soak`: random edits of a site, each followed by an incremental and a clean build.
#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a tool for developers, not a part of the engine")]

use bengal_tests::edits::{Kills, Plan, Sources, Tally, fixture, kills, load, soak};
use bengal_tests::real_site;
use std::process::ExitCode;
use std::time::Instant;

const HELP: &str = "\
Usage: cargo xtask soak [--steps N] [--seed S] [--site fixture|bengal-docs|cpp-docs] [--sequence N] [--disk] [--verbose]
       cargo xtask soak --kills N [--seed S] [--site …]

  --steps N     edits (1000)
  --seed S      what they are drawn from (1)
  --site NAME   the site that is edited (fixture, which is another one for each sequence)
  --sequence N  edits until the site starts again as it was (40)
  --disk        on disk, where stamps of files count; otherwise in memory
  --verbose     names each edit
  --kills N     kills so many builds at random moments instead, with edits between them";

/// What is asked for.
struct Request {
    plan: Plan,
    site: String,
    verbose: bool,
    /// Builds to be killed; 0 where edits are to be compared.
    kills: usize,
}

fn main() -> ExitCode {
    if std::env::args().any(|argument| argument == "--help") {
        println!("{HELP}");
        return ExitCode::SUCCESS;
    }
    let request = match request() {
        Ok(request) => request,
        Err(message) => {
            eprintln!("error: {message}\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match run(&request) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn request() -> Result<Request, String> {
    let mut request = Request {
        plan: Plan { steps: 1_000, seed: 1, on_disk: false, sequence: 40 },
        site: "fixture".to_owned(),
        verbose: false,
        kills: 0,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("`{argument}` needs a value"));
        let number = |text: String| text.parse::<u64>().map_err(|_| format!("`{text}` is no number"));
        match argument.as_str() {
            "--steps" => request.plan.steps = number(value()?)? as usize,
            "--seed" => request.plan.seed = number(value()?)?,
            "--sequence" => request.plan.sequence = number(value()?)?.max(1) as usize,
            "--kills" => request.kills = number(value()?)? as usize,
            "--site" => request.site = value()?,
            "--disk" => request.plan.on_disk = true,
            "--verbose" => request.verbose = true,
            other => return Err(format!("unknown argument `{other}`")),
        }
    }
    Ok(request)
}

fn run(request: &Request) -> Result<(), String> {
    let real: Option<Sources> = match request.site.as_str() {
        "fixture" => None,
        name => Some(load(&real_site(name).ok_or(format!("there is no site `{name}`"))?)),
    };
    let sources = |seed| real.clone().unwrap_or_else(|| fixture(seed));
    let began = Instant::now();
    if request.kills > 0 {
        let Kills { builds, killed } = kills(sources, request.kills, request.plan.seed, |done| {
            if done.builds.is_multiple_of(25) {
                println!("{} builds, {} killed, {:.0} s", done.builds, done.killed, began.elapsed().as_secs_f64());
            }
        })?;
        println!(
            "{builds} builds, {killed} of them killed, 0 differences, from seed {}, site {}",
            request.plan.seed, request.site
        );
        return Ok(());
    }
    let tally = soak(sources, request.plan, |tally, edit| {
        if request.verbose {
            println!("{}: {}", tally.steps, edit.name);
        } else if tally.steps.is_multiple_of(100) {
            println!("{} steps, {:.0} s", tally.steps, began.elapsed().as_secs_f64());
        }
    });
    let Tally { steps, good, errors, rendered, relinked, fresh } = tally.map_err(|failure| failure.to_string())?;
    println!(
        "{steps} steps, 0 differences, from seed {}, site {}, {}: {good} good builds; {rendered} pages rendered, \
         {relinked} relinked, {fresh} fresh; {:.0} s\nerrors: {errors:?}",
        request.plan.seed,
        request.site,
        if request.plan.on_disk { "on disk" } else { "in memory" },
        began.elapsed().as_secs_f64()
    );
    Ok(())
}
