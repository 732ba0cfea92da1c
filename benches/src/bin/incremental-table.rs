//! Measures incremental builds of a generated site: `incremental-table [--pages N] [--rounds N] [--memory] [--save]`.
#![expect(clippy::print_stdout, reason = "the table is shown as well as written")]

use bengal_benches::aside;
use bengal_benches::incremental::{EDITS, Edit, Row, SETTLED, Subject, Work};
use bengal_benches::process::{self, Program, Runs};
use bengal_benches::report::{self, Conditions, Goal};
use bengal_benches::sites::{IMAGES, Peer, Recipe, TAGS};
use bengal_benches::walk;
use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Of the pages with which memory is compared.
const SMALL: [usize; 2] = [10_000, 100_000];

#[derive(Debug)]
struct Options {
    pages: usize,
    rounds: usize,
    memory: bool,
    save: bool,
}

fn main() -> ExitCode {
    if let Some(code) = process::wrapped() {
        return code;
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--walk", threads, ref folders @ ..] => walk_once(threads, folders),
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
    let mut options = Options { pages: 10_000, rounds: 5, memory: false, save: false };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut number = || {
            rest.next().ok_or_else(|| format!("`{argument}` needs a number"))?.parse().map_err(Box::<dyn Error>::from)
        };
        match argument.as_str() {
            "--pages" => options.pages = number()?,
            "--rounds" => options.rounds = number()?,
            "--memory" => options.memory = true,
            "--save" => options.save = true,
            _ => return Err(format!("no option `{argument}`").into()),
        }
    }
    Ok(options)
}

fn walk_once(threads: &str, folders: &[&str]) -> Result<()> {
    rayon::ThreadPoolBuilder::new().num_threads(threads.parse()?).build_global()?;
    let tree = walk::walk(folders.iter().map(PathBuf::from).collect())?;
    println!("{} {}", tree.files, tree.bytes);
    Ok(())
}

/// Runs that builds are compared with: walks by one thread and by two, and `git status` of the sources.
#[derive(Debug, Default)]
struct Limits {
    one: Runs,
    two: Runs,
    git: Option<Runs>,
    files: String,
}

fn table(options: &Options) -> Result<()> {
    let conditions = Conditions::begin();
    let folder = report::scratch().join(format!("docs-{}", options.pages));
    println!("generating {} pages", options.pages);
    let mut subject = Subject::generate(&folder, &process::bengal()?, options.pages)?;
    let mut rows: Vec<Row> =
        EDITS.iter().map(|&edit| Row { edit, work: Work::default(), runs: Runs::default() }).collect();
    let (mut limits, mut git) = (Limits::default(), Git::begin(&folder)?);
    let mut image_pages = 0;
    for round in 1..=options.rounds {
        for row in &mut rows {
            println!("round {round} of {}: {}", options.rounds, row.edit.name());
            let (run, work) = subject.build(row.edit)?;
            row.work = work;
            row.runs.0.push(run);
            match row.edit {
                Edit::Nothing => limits.measure(&subject, &mut git)?,
                Edit::Image => image_pages = subject.pages_with_image()?,
                _ => {}
            }
        }
    }
    limits.git = git.map(|git| git.runs);
    let memory = if options.memory { memory()? } else { Vec::new() };
    let goals = goals(&rows, &limits, image_pages, &memory);
    let page = page(options, &rows, &limits, &memory, &goals, &conditions.end());
    println!("{page}");
    aside::remove()?;
    Ok(report::publish("incremental", &page, &goals, options.save)?)
}

impl Limits {
    fn measure(&mut self, subject: &Subject, git: &mut Option<Git>) -> Result<()> {
        for (threads, runs) in [("1", &mut self.one), ("2", &mut self.two)] {
            let mut program = Program::new(std::env::current_exe()?).args(&["--walk", threads]);
            program.arguments.extend(subject.folders().into_iter().map(Into::into));
            let (run, output) = program.run()?;
            runs.0.push(run);
            self.files = String::from_utf8(output)?.split(' ').next().unwrap_or_default().to_owned();
        }
        if let Some(git) = git {
            git.runs.0.push(git.program.run()?.0);
        }
        Ok(())
    }
}

/// `git status` of the sources, with its repository outside of the site.
#[derive(Debug)]
struct Git {
    program: Program,
    runs: Runs,
}

impl Git {
    /// Without git there is nothing to measure.
    fn begin(folder: &std::path::Path) -> Result<Option<Self>> {
        let repository = folder.with_extension("git");
        let git = Program::new("git")
            .arg(format!("--git-dir={}", repository.display()))
            .arg(format!("--work-tree={}", folder.display()));
        if git.clone().args(&["init", "--quiet"]).run().is_err() {
            return Ok(None);
        }
        git.clone().args(&["add", "--all", "content", "assets", "bengal.toml"]).run()?;
        let program = git.args(&["status", "--porcelain", "--", "content", "assets", "bengal.toml"]);
        Ok(Some(Self { program, runs: Runs::default() }))
    }
}

/// Peaks of clean builds of small pages.
fn memory() -> Result<Vec<(usize, f64)>> {
    let mut peaks = Vec::new();
    for pages in SMALL {
        println!("memory of {pages} small pages");
        let folder = report::scratch().join(format!("small-{pages}"));
        Recipe::small(Peer::BengalDocs, pages).generate(&folder)?;
        let (run, _) = Program::new(process::bengal()?).args(&["build", "--quiet"]).current_dir(&folder).run()?;
        peaks.push((pages, run.memory));
    }
    Ok(peaks)
}

fn goals(rows: &[Row], limits: &Limits, image_pages: u64, memory: &[(usize, f64)]) -> Vec<Goal> {
    // In the order of `EDITS`.
    let [clean, nothing, body, title, css, image] = rows else { return Vec::new() };
    let percent = |part: f64, whole: f64| 100.0 * part / whole;
    let mut goals = vec![
        Goal::at_most("no change, CPU against a stat walk", nothing.runs.cpu() / limits.one.cpu(), 2.0),
        Goal::at_most(
            "no change, wall against a stat walk by two threads",
            nothing.runs.wall() / limits.two.wall(),
            2.0,
        ),
        Goal::exactly("no change: files written", nothing.work.written, 0),
        Goal::limit("one body, CPU of a clean build's", percent(body.runs.cpu(), clean.runs.cpu()), 2.0, "%"),
        Goal::limit("one body, wall of a clean build's", percent(body.runs.wall(), clean.runs.wall()), 2.0, "%"),
        Goal::exactly("one body: pages rendered", body.work.rendered, 1),
        Goal::exactly(
            "one title: pages rendered that came out the same",
            title.work.rendered.saturating_sub(title.work.written),
            0,
        ),
        Goal::exactly("one style sheet: pages rendered", css.work.rendered, 0),
        Goal::exactly("one image: pages rendered", image.work.rendered, 0),
        Goal::exactly("one image: pages relinked, all that show it", image.work.relinked, image_pages),
        Goal::limit("clean build: peak memory", clean.runs.memory(), 500.0, "MB"),
        Goal::exactly("diagnostics of all builds", rows.iter().map(|row| row.work.problems).sum(), 0),
    ];
    if let [(few, low), (many, high)] = memory {
        goals.push(Goal::at_most(format!("peak memory, {many} small pages against {few}"), high / low, 3.0));
        let full = format!("peak memory, {many} small pages against the clean build above");
        goals.push(Goal::at_most(full, high / clean.runs.memory(), 3.0));
    }
    goals
}

fn page(
    options: &Options,
    rows: &[Row],
    limits: &Limits,
    memory: &[(usize, f64)],
    goals: &[Goal],
    conditions: &str,
) -> String {
    let clean = rows.iter().find(|row| row.edit == Edit::Clean).map(|row| row.runs.clone()).unwrap_or_default();
    let mut page = format!(
        "# Incremental builds, measured\n\n\
         Made by `cargo xtask bench incremental`: {} generated pages with the default theme, {TAGS} tags, {IMAGES} images. \
         `bengal build --format json` as a whole process, medians of {} rounds in which all edits take turns; memory is the highest \
         peak. CPU time is that of all threads, kernel included.\n{conditions}\n\n\
         | build | rendered | relinked | written | wall | CPU | CPU of a clean build | peak memory |\n|---|--:|--:|--:|--:|--:|--:|--:|\n",
        options.pages, options.rounds,
    );
    for row in rows {
        let (work, runs) = (row.work, &row.runs);
        // Writing to a string does not fail.
        _ = writeln!(
            page,
            "| {} | {} | {} | {} | {:.0} ms | {:.0} ms | {:.1} % | {:.0} MB |",
            row.edit.name(),
            work.rendered,
            work.relinked,
            work.written,
            runs.wall(),
            runs.cpu(),
            100.0 * runs.cpu() / clean.cpu(),
            runs.memory()
        );
    }
    _ = write!(
        page,
        "\nThe stat walk looks at all {} files of `content`, `assets` and `public`, reads none, and is a whole process too. The \
         build without a change runs {} ms after the sources were last changed, when their time stamps can be trusted.\n\n\
         | limit | wall | CPU |\n|---|--:|--:|\n",
        limits.files,
        SETTLED.as_millis()
    );
    let git = limits.git.as_ref().map(|runs| ("`git status` of the sources alone", runs));
    for (name, runs) in
        [Some(("stat walk, one thread", &limits.one)), Some(("stat walk, two threads", &limits.two)), git]
            .into_iter()
            .flatten()
    {
        _ = writeln!(page, "| {name} | {:.0} ms | {:.0} ms |", runs.wall(), runs.cpu());
    }
    if limits.git.is_none() {
        page.push_str("\n`git` is not installed here.\n");
    }
    for (pages, peak) in memory {
        _ = write!(page, "\nA clean build of {pages} small pages (some 400 bytes each, no images): {peak:.0} MB.");
    }
    _ = write!(page, "\n## Goals\n\n{}", report::goals(goals));
    page
}
