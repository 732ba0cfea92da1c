//! Clean builds by Bengal alone, by number of pages and of threads: `site-table [--large] [--quick] [--rounds N] [--save]`.
//!
//! `--large` adds 100,000 pages, `--quick` leaves out 10,000.
#![expect(clippy::print_stdout, reason = "the table is shown as well as written")]
#![expect(clippy::disallowed_methods, reason = "a benchmark reads and writes files itself")]

use bengal_benches::aside;
use bengal_benches::builders::Builder;
use bengal_benches::chart::{Series, draw};
use bengal_benches::process::{self, Program, Runs};
use bengal_benches::report::{self, Conditions, Goal};
use bengal_benches::sites::{IMAGES, Peer, Recipe, TAGS};
use bengal_benches::walk::{self, Tree};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// So many starts of the program are timed.
const STARTS: usize = 21;

#[derive(Debug)]
struct Options {
    sizes: Vec<usize>,
    rounds: usize,
    save: bool,
}

fn main() -> ExitCode {
    if let Some(code) = process::wrapped() {
        return code;
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match options(&arguments).and_then(|options| table(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn options(arguments: &[String]) -> Result<Options> {
    let mut options = Options { sizes: vec![10, 100, 1000, 10_000], rounds: 5, save: false };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--large" => options.sizes.push(100_000),
            "--quick" => options.sizes.retain(|&pages| pages < 10_000),
            "--rounds" => options.rounds = rest.next().ok_or("`--rounds` needs a number")?.parse()?,
            "--save" => options.save = true,
            _ => return Err(format!("no option `{argument}`").into()),
        }
    }
    Ok(options)
}

/// Builds of one site.
#[derive(Debug)]
struct Entry {
    pages: usize,
    folder: PathBuf,
    two: Runs,
    one: Runs,
    copy: Runs,
    written: Tree,
}

impl Entry {
    fn measure(pages: usize, rounds: usize) -> Result<Self> {
        let folder = report::scratch().join(format!("site-{pages}"));
        // A site of ten pages has not five hundred pictures.
        let images = IMAGES.min(2 * pages);
        Recipe { images, ..Recipe::new(Peer::Bengal, pages) }.generate(&folder)?;
        let mut entry = Self {
            pages,
            folder,
            two: Runs::default(),
            one: Runs::default(),
            copy: Runs::default(),
            written: Tree::default(),
        };
        let bengal = Builder::bengal()?;
        let (one, two) = (bengal.clone().with(&["--jobs", "1"]), bengal.with(&["--jobs", "2"]));
        for round in 1..=rounds {
            println!("{pages} pages: round {round} of {rounds}");
            entry.one.0.push(one.clean_build(&entry.folder)?);
            entry.two.0.push(two.clean_build(&entry.folder)?);
            entry.copy.0.push(copy(&entry.folder)?);
        }
        entry.written = walk::walk(vec![entry.folder.join("public")])?;
        aside::put(&entry.folder)?;
        Ok(entry)
    }

    fn row(&self) -> String {
        let Self { pages, two, one, copy, written, .. } = self;
        format!(
            "| {pages} | {:.0} ms | {:.0} ms | {:.0} ms | {:.0} ms | {:.2} ms | {:.0} MB | {} | {:.1} MB | {:.0} ms |\n",
            two.wall(),
            two.cpu(),
            one.wall(),
            one.cpu(),
            two.cpu() / *pages as f64,
            two.memory(),
            written.files,
            written.bytes as f64 / 1e6,
            copy.wall()
        )
    }
}

fn copy(folder: &Path) -> Result<process::Run> {
    let copy = folder.join("copy");
    let (run, _) = Program::new("cp").arg("-r").arg(folder.join("public")).arg(&copy).run()?;
    aside::put(&copy)?;
    Ok(run)
}

fn table(options: &Options) -> Result<()> {
    let conditions = Conditions::begin();
    println!("starting the program {STARTS} times");
    let version = Program::new(process::bengal()?).arg("--version");
    let starts = Runs((0..STARTS).map(|_| version.run().map(|(run, _)| run)).collect::<std::io::Result<_>>()?);
    let mut entries = Vec::new();
    for &pages in &options.sizes {
        // The largest site is there to see that it can be built at all, and how time and memory grow.
        entries.push(Entry::measure(pages, if pages > 10_000 { 1 } else { options.rounds })?);
    }
    let goals = goals(&entries, &starts);
    let page = page(options, &entries, &starts, &goals, &conditions.end());
    println!("{page}");
    if options.save {
        let points =
            |of: fn(&Runs) -> f64| entries.iter().map(|entry| (entry.pages as f64, of(&entry.two))).collect::<Vec<_>>();
        let series = [
            Series { name: "CPU time".to_owned(), points: points(Runs::cpu) },
            Series { name: "wall time".to_owned(), points: points(Runs::wall) },
        ];
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/results/site.svg");
        fs::write(path, draw("A clean build, by pages", &series))?;
    }
    aside::remove()?;
    Ok(report::publish("site", &page, &goals, options.save)?)
}

fn goals(entries: &[Entry], starts: &Runs) -> Vec<Goal> {
    let mut goals = vec![Goal::limit("`bengal --version`: CPU", starts.cpu(), 5.0, "ms")];
    let of = |pages| entries.iter().find(|entry| entry.pages == pages);
    if let Some(ten) = of(10) {
        goals.push(Goal::limit("10 pages: CPU", ten.two.cpu(), 30.0, "ms"));
    }
    if let Some(many) = of(10_000) {
        goals.push(Goal::at_least("10000 pages: one thread against two, wall", many.one.wall() / many.two.wall(), 1.8));
        goals.push(Goal::at_most(
            "10000 pages: wall against `cp -r` of the output",
            many.two.wall() / many.copy.wall(),
            4.0,
        ));
    }
    if let (Some(few), Some(many)) = (of(10_000), of(100_000)) {
        let each = |entry: &Entry| entry.two.cpu() / entry.pages as f64;
        goals.push(Goal::at_most("CPU a page, 100000 pages against 10000", each(many) / each(few), 1.2));
        let ratio = many.two.memory() / few.two.memory();
        goals.push(Goal::at_most("peak memory, 100000 pages against 10000", ratio, 3.0));
    }
    goals
}

fn page(options: &Options, entries: &[Entry], starts: &Runs, goals: &[Goal], conditions: &str) -> String {
    let mut page = format!(
        "# Clean builds, measured\n\n\
         Made by `cargo xtask bench site`: generated pages of 4 KB of Markdown with highlighted code, two images a page but {IMAGES} at most, {TAGS} tags, and \
         small templates. `bengal build --quiet` as a whole process with neither output nor cache before it, medians of {} rounds in \
         which one thread, two threads and `cp -r` of the output take turns{}. CPU time is that of all \
         threads, kernel included; memory is the highest peak.\n{conditions}\n\n\
         | pages | two threads: wall | CPU | one thread: wall | CPU | CPU a page | peak memory | files | written | `cp -r` |\n\
         |--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
        options.rounds,
        if options.sizes.contains(&100_000) { " (100000 pages: one round)" } else { "" }
    );
    page.extend(entries.iter().map(Entry::row));
    // Writing to a string does not fail.
    _ = write!(
        page,
        "\n`bengal --version` takes {:.1} ms of wall and {:.1} ms of CPU time, median of {STARTS} starts.\n\n\
         ![Time of a clean build by pages](site.svg)\n\n## Goals\n\n{}",
        starts.wall(),
        starts.cpu(),
        report::goals(goals)
    );
    page
}
