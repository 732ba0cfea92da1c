//! Clean builds of the same site by Bengal, Hugo and Zola: `peers-table [--peers] [--quick] [--pages N] [--rounds N] [--save]`.
//!
//! `--peers` installs Hugo; Zola is used where it is on `PATH`.
#![expect(clippy::print_stdout, reason = "the table is shown as well as written")]
#![expect(clippy::disallowed_methods, reason = "a benchmark reads and writes files itself")]

use bengal_benches::aside;
use bengal_benches::builders::{self, Builder};
use bengal_benches::process::{self, Program, Runs};
use bengal_benches::report::{self, Conditions, Goal};
use bengal_benches::sites::{IMAGES, Recipe, TAGS};
use bengal_benches::walk::{self, Tree};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[derive(Debug)]
struct Options {
    install: bool,
    pages: Vec<usize>,
    rounds: usize,
    save: bool,
}

fn main() -> ExitCode {
    if let Some(code) = process::wrapped() {
        return code;
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--read", folder] => read_once(Path::new(folder)),
        ["--walk", ref folders @ ..] => walk_once(folders),
        _ => options(&arguments).and_then(|options| table(&options)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn options(arguments: &[String]) -> Result<Options> {
    let mut options = Options { install: false, pages: Vec::new(), rounds: 5, save: false };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut number = || -> Result<usize> { Ok(rest.next().ok_or("a number is missing")?.parse()?) };
        match argument.as_str() {
            "--peers" => options.install = true,
            "--quick" => (options.pages, options.rounds) = (vec![1000], 3),
            "--pages" => options.pages.push(number()?),
            "--rounds" => options.rounds = number()?,
            "--save" => options.save = true,
            _ => return Err(format!("no option `{argument}`").into()),
        }
    }
    if options.pages.is_empty() {
        options.pages = vec![1000, 10_000];
    }
    Ok(options)
}

/// Reads all files below a folder, one after the other.
fn read_once(folder: &Path) -> Result<()> {
    let (mut pending, mut bytes) = (vec![folder.to_owned()], 0);
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                pending.push(entry.path());
            } else {
                bytes += fs::read(entry.path())?.len();
            }
        }
    }
    println!("{bytes}");
    Ok(())
}

fn walk_once(folders: &[&str]) -> Result<()> {
    println!("{}", walk::walk(folders.iter().map(PathBuf::from).collect())?.files);
    Ok(())
}

/// A generator and its runs.
#[derive(Debug)]
struct Entry {
    builder: Builder,
    folder: PathBuf,
    runs: Runs,
    written: Tree,
}

/// What the machine can do at best with the same files.
#[derive(Debug, Default)]
struct Limits {
    copy: Runs,
    read: Runs,
    walk: Runs,
}

/// Builds of one number of pages, with highlighting or without.
#[derive(Debug)]
struct Contest {
    pages: usize,
    highlight: bool,
    entries: Vec<Entry>,
    limits: Limits,
}

fn table(options: &Options) -> Result<()> {
    let conditions = Conditions::begin();
    if options.install {
        builders::install_hugo()?;
    }
    let builders: Vec<Builder> =
        [Some(Builder::bengal()?), Builder::hugo(), Builder::zola()].into_iter().flatten().collect();
    let mut contests = Vec::new();
    for &pages in &options.pages {
        for highlight in [true, false] {
            let mut contest = Contest::prepare(&builders, pages, highlight)?;
            for round in 1..=options.rounds {
                println!("{pages} pages, {}: round {round} of {}", highlighting(highlight), options.rounds);
                contest.round()?;
            }
            contest.measure_output()?;
            contests.push(contest);
        }
    }
    let goals: Vec<Goal> = contests.iter().flat_map(Contest::goals).collect();
    let page = page(options, &builders, &contests, &goals, &conditions.end());
    println!("{page}");
    aside::remove()?;
    Ok(report::publish("peers", &page, &goals, options.save)?)
}

fn highlighting(on: bool) -> &'static str {
    if on { "highlighting" } else { "no highlighting" }
}

impl Contest {
    fn prepare(builders: &[Builder], pages: usize, highlight: bool) -> Result<Self> {
        let mut entries = Vec::new();
        for builder in builders {
            let folder = report::scratch().join(format!("peers/{}", builder.name.to_lowercase()));
            aside::put(&folder)?;
            Recipe { highlight, ..Recipe::new(builder.peer, pages) }.generate(&folder)?;
            entries.push(Entry { builder: builder.clone(), folder, runs: Runs::default(), written: Tree::default() });
        }
        Ok(Self { pages, highlight, entries, limits: Limits::default() })
    }

    fn round(&mut self) -> Result<()> {
        for entry in &mut self.entries {
            entry.runs.0.push(entry.builder.clean_build(&entry.folder)?);
        }
        let Some(bengal) = self.entries.first() else { return Ok(()) };
        let (output, copy) = (bengal.folder.join("public"), report::scratch().join("peers/copy"));
        let this = Program::new(std::env::current_exe()?);
        let content = bengal.folder.join("content");
        self.limits.copy.0.push(Program::new("cp").arg("-r").arg(&output).arg(&copy).run()?.0);
        aside::put(&copy)?;
        self.limits.read.0.push(this.clone().arg("--read").arg(&content).run()?.0);
        self.limits.walk.0.push(this.arg("--walk").arg(&content).arg(&output).run()?.0);
        Ok(())
    }

    fn measure_output(&mut self) -> Result<()> {
        for entry in &mut self.entries {
            entry.written = walk::walk(vec![entry.folder.join("public")])?;
        }
        Ok(())
    }

    fn goals(&self) -> Vec<Goal> {
        let Some((bengal, peers)) = self.entries.split_first() else { return Vec::new() };
        let mut goals = Vec::new();
        let what = format!("{} pages, {}", self.pages, highlighting(self.highlight));
        for peer in peers {
            let least = if peer.builder.name == "Zola" { 3.0 } else { 5.0 };
            let name = peer.builder.name;
            goals.push(Goal::at_least(
                format!("{what}: times as fast as {name}, wall"),
                peer.runs.wall() / bengal.runs.wall(),
                least,
            ));
            goals.push(Goal::at_least(
                format!("{what}: times as fast as {name}, CPU"),
                peer.runs.cpu() / bengal.runs.cpu(),
                least,
            ));
        }
        if let Some(better) = peers.iter().map(|peer| peer.runs.memory()).min_by(f64::total_cmp) {
            let ratio = bengal.runs.memory() / better;
            goals.push(Goal::at_most(format!("{what}: peak memory, of the better peer's"), ratio, 0.5));
        }
        let ratio = bengal.runs.wall() / self.limits.copy.wall();
        goals.push(Goal::at_most(format!("{what}: wall time against `cp -r` of the output"), ratio, 4.0));
        goals
    }

    fn rows(&self) -> String {
        let mut rows = String::new();
        let bengal = self.entries.first().map(|entry| entry.runs.clone()).unwrap_or_default();
        for Entry { builder, runs, written, .. } in &self.entries {
            // Writing to a string does not fail.
            _ = writeln!(
                rows,
                "| {} | {} | {} | {} | {:.0} ms | {:.0} MB | {} | {:.1} MB | {:.2} × | {:.2} × |",
                self.pages,
                if self.highlight { "on" } else { "off" },
                builder.name,
                spread(runs),
                runs.cpu(),
                runs.memory(),
                written.files,
                written.bytes as f64 / 1e6,
                runs.wall() / bengal.wall(),
                runs.cpu() / bengal.cpu(),
            );
        }
        rows
    }

    fn limit_rows(&self) -> String {
        let mut rows = String::new();
        let Limits { copy, read, walk } = &self.limits;
        let kinds = [("`cp -r` of Bengal's output", copy), ("reading all sources", read), ("stat walk of both", walk)];
        for (name, runs) in kinds {
            let highlight = if self.highlight { "on" } else { "off" };
            // Writing to a string does not fail.
            _ = writeln!(rows, "| {} | {highlight} | {name} | {} | {:.0} ms |", self.pages, spread(runs), runs.cpu());
        }
        rows
    }
}

/// Least, median and highest wall time.
fn spread(runs: &Runs) -> String {
    let walls = runs.0.iter().map(|run| run.wall);
    let (least, most) = walls.fold((f64::INFINITY, 0.0_f64), |(least, most), wall| (least.min(wall), most.max(wall)));
    format!("{least:.0} / {:.0} / {most:.0} ms", runs.wall())
}

fn page(options: &Options, builders: &[Builder], contests: &[Contest], goals: &[Goal], conditions: &str) -> String {
    let mut page = format!(
        "# Clean builds, measured against Hugo and Zola\n\n\
         Made by `cargo xtask bench peers --peers`: the same generated content for each (4 KB of Markdown a page, two fenced blocks, \
         2 to 5 of {IMAGES} images, 20 sections, {TAGS} tags), themes with the same features; medians of {} rounds in which all take turns, each \
         run a whole process, no output and no cache before it. CPU time is that of all threads, kernel included; memory is the highest \
         peak.\n{conditions}\n\n",
        options.rounds
    );
    for builder in builders {
        // Writing to a string does not fail.
        _ = writeln!(page, "- {}: `{}`, {}", builder.name, builder.command, builder.version);
    }
    for absent in ["Hugo", "Zola"].iter().filter(|name| !builders.iter().any(|builder| builder.name == **name)) {
        _ = writeln!(page, "- {absent} is not installed here, and was not measured.");
    }
    page.push_str(
        "\nIn each peer's own idiom: Hugo has `resources.Get | fingerprint` in a render hook for pictures, `css.Build` and `js.Build`, \
         the navigation by `partialCached`, and does not check links; Zola has `?h=` by `get_url(cachebust=true)`, a shortcode for \
         pictures, and checks links; Bengal puts digests into all names by itself, checks links, writes the size of each picture, and \
         keeps records for incremental builds. Bengal has no setting for highlighting: with it off, its code blocks name no language.\n\n\
         | pages | highlighting | | wall, least / median / most | CPU | peak memory | files | written | wall, times Bengal's | CPU, times Bengal's |\n\
         |--:|---|---|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    page.extend(contests.iter().map(Contest::rows));
    page.push_str(
        "\n## Limits\n\n| pages | highlighting | | wall, least / median / most | CPU |\n|--:|---|---|--:|--:|\n",
    );
    page.extend(contests.iter().map(Contest::limit_rows));
    _ = write!(page, "\n## Goals\n\n{}", report::goals(goals));
    page
}
