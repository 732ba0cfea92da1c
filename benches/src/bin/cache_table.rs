//! Measures the asset dependency map (`benches/results/cache.md`): `cache_table [PAGES ROUNDS] [--save]`.
//!
//! The contenders take turns, and the fastest of the rounds is shown: on a machine with other work, it is the one that was
//! disturbed least. The databases are slow enough to run in every fourth round only. Memory is measured in a process of
//! its own for each.

use bengal_benches::cache::contenders::Result;
use bengal_benches::cache::workload::{USED_BY_ALL, USED_BY_ONE, USED_BY_SOME};
use bengal_benches::cache::{Bengal, BengalByPage, Contender, Json, Redb, Sqlite, Workload};
use bengal_benches::report::{self, Conditions};
use camino::Utf8Path;
use std::fmt::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

const SIZES: [(usize, usize); 3] = [(1_000, 21), (10_000, 13), (100_000, 8)];

/// The times of one contender, one of each for every round.
#[derive(Default)]
struct Times {
    track: Vec<Duration>,
    track_by_two: Vec<Duration>,
    track_again: Vec<Duration>,
    using_all: Vec<Duration>,
    using_some: Vec<Duration>,
    using_one: Vec<Duration>,
    save: Vec<Duration>,
    load: Vec<Duration>,
    file_bytes: u64,
}

struct Row {
    name: &'static str,
    parallel: bool,
    times: Times,
    memory: String,
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let save = report::saves(&arguments);
    match arguments.iter().map(String::as_str).filter(|argument| *argument != "--save").collect::<Vec<_>>()[..] {
        ["--memory", contender, folder] => {
            show(&memory_of(contender, folder.into())?.to_string());
            Ok(())
        }
        [] => table(&SIZES, save),
        [pages, rounds] => table(&[(pages.parse()?, rounds.parse()?)], save),
        _ => Err("usage: cache_table [PAGES ROUNDS] [--save]".into()),
    }
}

#[expect(clippy::print_stdout, reason = "the table is what this program is for")]
fn show(text: &str) {
    println!("{text}");
}

fn table(sizes: &[(usize, usize)], save: bool) -> Result<()> {
    let conditions = Conditions::begin();
    let mut page = "# The asset dependency map, measured\n\n\
        Made by `cargo xtask bench cache`. The contenders take turns, the databases in every fourth round only; the fastest of the \
        rounds is shown.\nEvery page has 20 assets: 6 of the whole site, 8 of its section, 4 of 2,000 icons, 2 of its own. Saving \
        includes bringing the file to stable storage.\n`bengal-cache` and the hash map hold everything in memory; redb and SQLite \
        query their file, so *load* only opens it.\nMemory is the growth of the resident set of a fresh process that loads the saved \
        map and asks one query.\n"
        .to_owned();
    for (pages, rounds) in sizes {
        let workload = Workload::new(*pages);
        let rows = measure_all(&workload, *rounds)?;
        // Writing to a string does not fail.
        _ = write!(
            page,
            "\n## {pages} pages, {} edges, {rounds} rounds\n\n\
             | | track | by 2 threads | again, same | `pages_using` all | some | one | save | load | memory | file, bytes an edge |\n\
             |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
            workload.edges()
        );
        for row in &rows {
            _ = writeln!(page, "{}", line(row, workload.edges()));
        }
        _ = writeln!(page, "{}", ratios(&rows));
    }
    _ = writeln!(page, "\n## Conditions\n\n{}", conditions.end());
    show(&page);
    Ok(report::publish("cache", &page, &[], save)?)
}

fn measure_all(workload: &Workload, rounds: usize) -> Result<Vec<Row>> {
    let (mut bengal, mut by_page, mut json, mut redb, mut sqlite) = <_>::default();
    for number in 0..rounds {
        round::<Bengal>(workload, &mut bengal)?;
        round::<BengalByPage>(workload, &mut by_page)?;
        round::<Json>(workload, &mut json)?;
        if number % 4 == 0 {
            round::<Redb>(workload, &mut redb)?;
            round::<Sqlite>(workload, &mut sqlite)?;
        }
    }
    Ok(vec![
        row::<Bengal>(workload, bengal)?,
        row::<BengalByPage>(workload, by_page)?,
        row::<Json>(workload, json)?,
        row::<Redb>(workload, redb)?,
        row::<Sqlite>(workload, sqlite)?,
    ])
}

fn row<C: Contender>(workload: &Workload, times: Times) -> Result<Row> {
    let folder = tempfile::tempdir()?;
    let mut store = C::create(path(&folder)?)?;
    store.track(workload, 1)?;
    store.save()?;
    drop(store);
    let output =
        Command::new(std::env::current_exe()?).args(["--memory", C::NAME, path(&folder)?.as_str()]).output()?;
    let bytes: f64 = String::from_utf8(output.stdout)?.trim().parse()?;
    let memory = format!("{:.1} MB ({:.0} B an edge)", bytes / 1e6, bytes / workload.edges() as f64);
    Ok(Row { name: C::NAME, parallel: C::PARALLEL, times, memory })
}

fn round<C: Contender>(workload: &Workload, times: &mut Times) -> Result<()> {
    // Who comes first finds other memory: one thread and two take turns.
    let two_first = times.track.len().is_multiple_of(2);
    if two_first {
        track_by_two::<C>(workload, times)?;
    }
    let folder = tempfile::tempdir()?;
    let folder_path = path(&folder)?;
    let mut store = C::create(folder_path)?;
    times.track.push(time(|| store.track(workload, 1))?.0);
    times.save.push(time(|| store.save())?.0);
    times.file_bytes = file_bytes(folder_path)?;
    times.track_again.push(time(|| store.track(workload, 1))?.0);
    store.save()?;
    drop(store);
    let (load, store) = time(|| C::load(folder_path))?;
    times.load.push(load);
    for (asset, count, times) in [
        (USED_BY_ALL, workload.pages.len(), &mut times.using_all),
        (USED_BY_SOME, 30, &mut times.using_some),
        (USED_BY_ONE, 1, &mut times.using_one),
    ] {
        store.pages_using(asset)?;
        let (elapsed, pages) = time(|| store.pages_using(asset))?;
        if pages.len() < count {
            return Err(format!("{} found {} pages that use `{asset}`", C::NAME, pages.len()).into());
        }
        times.push(elapsed);
    }
    drop(store);
    if !two_first {
        track_by_two::<C>(workload, times)?;
    }
    Ok(())
}

fn track_by_two<C: Contender>(workload: &Workload, times: &mut Times) -> Result<()> {
    if C::PARALLEL {
        let folder = tempfile::tempdir()?;
        let mut store = C::create(path(&folder)?)?;
        times.track_by_two.push(time(|| store.track(workload, 2))?.0);
    }
    Ok(())
}

fn time<T>(run: impl FnOnce() -> Result<T>) -> Result<(Duration, T)> {
    let start = Instant::now();
    let value = run()?;
    Ok((start.elapsed(), value))
}

fn path(folder: &tempfile::TempDir) -> Result<&Utf8Path> {
    Utf8Path::from_path(folder.path()).ok_or_else(|| "the temporary folder's name is not UTF-8".into())
}

#[expect(clippy::disallowed_methods, reason = "files of other libraries")]
fn file_bytes(folder: &Utf8Path) -> Result<u64> {
    let mut bytes = 0;
    for folder in [folder.to_owned(), folder.join(".bengal/cache-v1")] {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let metadata = entry?.metadata()?;
            bytes += if metadata.is_file() { metadata.len() } else { 0 };
        }
    }
    Ok(bytes)
}

/// Bytes by which the resident set grows when a contender loads the map that is saved in a folder, and is asked.
fn memory_of(contender: &str, folder: &Utf8Path) -> Result<i64> {
    match contender {
        Bengal::NAME => grown::<Bengal>(folder),
        BengalByPage::NAME => grown::<BengalByPage>(folder),
        Json::NAME => grown::<Json>(folder),
        Redb::NAME => grown::<Redb>(folder),
        Sqlite::NAME => grown::<Sqlite>(folder),
        _ => Err("no such contender".into()),
    }
}

fn grown<C: Contender>(folder: &Utf8Path) -> Result<i64> {
    let before = resident_bytes()?;
    let store = C::load(folder)?;
    store.pages_using(USED_BY_ONE)?;
    Ok(resident_bytes()? - before)
}

/// The resident set of this process, as Linux counts it.
#[expect(clippy::disallowed_methods, reason = "not a file of a site")]
fn resident_bytes() -> Result<i64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    let kilobytes: i64 = line.split_whitespace().next().ok_or("no figure")?.parse()?;
    Ok(kilobytes * 1024)
}

fn line(row: &Row, edges: usize) -> String {
    let times = &row.times;
    let two = if row.parallel { shown(&times.track_by_two) } else { "–".to_owned() };
    format!(
        "| {} | {} | {two} | {} | {} | {} | {} | {} | {} | {} | {:.1} |",
        row.name,
        shown(&times.track),
        shown(&times.track_again),
        shown(&times.using_all),
        shown(&times.using_some),
        shown(&times.using_one),
        shown(&times.save),
        shown(&times.load),
        row.memory,
        times.file_bytes as f64 / edges as f64,
    )
}

fn ratios(rows: &[Row]) -> String {
    let [bengal, _, json, ..] = rows else { return String::new() };
    let seconds = |times: &[Duration]| fastest(times).as_secs_f64();
    let ratio = |of: fn(&Times) -> &Vec<Duration>| seconds(of(&json.times)) / seconds(of(&bengal.times));
    format!(
        "\nAgainst the hash map with JSON: save {:.1} ×, load {:.1} × as fast.",
        ratio(|times| &times.save),
        ratio(|times| &times.load)
    )
}

fn shown(times: &[Duration]) -> String {
    let micros = fastest(times).as_secs_f64() * 1e6;
    match micros {
        _ if micros < 1e3 => format!("{micros:.1} µs"),
        _ if micros < 1e6 => format!("{:.1} ms", micros / 1e3),
        _ => format!("{:.2} s", micros / 1e6),
    }
}

fn fastest(times: &[Duration]) -> Duration {
    times.iter().min().copied().unwrap_or_default()
}
