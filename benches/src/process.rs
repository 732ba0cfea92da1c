//! Runs of whole programs: wall time, CPU time, peak memory.
//!
//! A program is started by a small process of its own, whose children it is the only one of: what the kernel counts for the
//! children of that process is then what the program took. So a bench calls [`wrapped`] first, and starts itself for each run.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

/// The argument by which a bench knows that it is the small process.
const WRAPPER: &str = "--run-once";

/// What one run took.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Run {
    /// Wall time in milliseconds.
    pub wall: f64,
    /// CPU time of all threads, kernel included, in milliseconds.
    pub cpu: f64,
    /// Peak of the resident set, in MB.
    pub memory: f64,
}

/// A program with its arguments, and the folder that it runs in.
#[derive(Clone, Debug)]
pub struct Program {
    /// The file.
    pub path: PathBuf,
    /// What is given to it.
    pub arguments: Vec<OsString>,
    /// Its working folder; without one it is the caller's.
    pub folder: Option<PathBuf>,
}

impl Program {
    /// A program without arguments.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), arguments: Vec::new(), folder: None }
    }

    /// With one more argument.
    #[must_use]
    pub fn arg(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// With more arguments.
    #[must_use]
    pub fn args(mut self, arguments: &[&str]) -> Self {
        self.arguments.extend(arguments.iter().map(OsString::from));
        self
    }

    /// In that folder.
    #[must_use]
    pub fn current_dir(mut self, folder: &Path) -> Self {
        self.folder = Some(folder.to_owned());
        self
    }

    /// Runs it, and gives what it took and what it printed on standard output.
    ///
    /// # Errors
    /// When it cannot be started, and when it fails: then with what it printed on standard error.
    pub fn run(&self) -> io::Result<(Run, Vec<u8>)> {
        let mut wrapper = Command::new(std::env::current_exe()?);
        wrapper.arg(WRAPPER).arg(&self.path).args(&self.arguments);
        if let Some(folder) = &self.folder {
            wrapper.current_dir(folder);
        }
        let output = wrapper.stdin(Stdio::null()).output()?;
        let errors = String::from_utf8_lossy(&output.stderr);
        let Some((said, figures)) = errors.trim_end().rsplit_once(WRAPPER) else {
            return Err(io::Error::other(format!("{} did not run: {errors}", self.path.display())));
        };
        if !output.status.success() {
            return Err(io::Error::other(format!("{} failed: {said}", self.path.display())));
        }
        let figures: Vec<f64> = figures.split_whitespace().filter_map(|figure| figure.parse().ok()).collect();
        let [wall, cpu, memory] = figures[..] else { return Err(io::Error::other("the figures of a run are lost")) };
        Ok((Run { wall, cpu, memory }, output.stdout))
    }
}

/// Is this process the small one that runs a program? Then it does, and this is its exit code. To be called first of all.
pub fn wrapped() -> Option<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next()? != WRAPPER {
        return None;
    }
    let program = arguments.next()?;
    let start = Instant::now();
    let status = Command::new(&program).args(arguments).status();
    let wall = start.elapsed().as_secs_f64() * 1e3;
    let mut line = String::new();
    let code = match status {
        Ok(status) => {
            let (cpu, memory) = usage();
            // Writing to a string does not fail.
            _ = write!(line, "\n{WRAPPER} {wall} {cpu} {memory}");
            if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            _ = write!(line, "{error}");
            ExitCode::FAILURE
        }
    };
    // Nobody is left to tell when this fails: then the figures are missing, which is an error there.
    _ = io::Write::write_all(&mut io::stderr(), line.as_bytes());
    Some(code)
}

/// CPU milliseconds and peak MB of the children of this process.
#[cfg(unix)]
fn usage() -> (f64, f64) {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike as _;
    let Ok(usage) = getrusage(UsageWho::RUSAGE_CHILDREN) else { return (f64::NAN, f64::NAN) };
    let microseconds = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    let unit = if cfg!(target_vendor = "apple") { 1.0 } else { 1024.0 };
    (microseconds as f64 / 1e3, usage.max_rss() as f64 * unit / 1e6)
}

/// Where the kernel does not tell, only wall times are known.
#[cfg(not(unix))]
fn usage() -> (f64, f64) {
    (f64::NAN, f64::NAN)
}

/// Runs of one kind.
#[derive(Clone, Debug, Default)]
pub struct Runs(pub Vec<Run>);

impl Runs {
    /// The median wall time in milliseconds.
    pub fn wall(&self) -> f64 {
        self.median(|run| run.wall)
    }

    /// The median CPU time in milliseconds.
    pub fn cpu(&self) -> f64 {
        self.median(|run| run.cpu)
    }

    /// The highest peak of memory in MB.
    pub fn memory(&self) -> f64 {
        self.0.iter().map(|run| run.memory).fold(0.0, f64::max)
    }

    fn median(&self, of: fn(&Run) -> f64) -> f64 {
        let mut figures: Vec<f64> = self.0.iter().map(of).collect();
        figures.sort_by(f64::total_cmp);
        figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
    }
}

/// The `bengal` beside this bench: both are built into one folder.
///
/// # Errors
/// When it is not there.
pub fn bengal() -> io::Result<PathBuf> {
    let path = std::env::current_exe()?.with_file_name(format!("bengal{}", std::env::consts::EXE_SUFFIX));
    if path.exists() {
        return Ok(path);
    }
    let message = format!("{} is not there: `cargo build --release -p bengal-cli` makes it", path.display());
    Err(io::Error::new(io::ErrorKind::NotFound, message))
}

/// How busy the machine is: the load average of the last minute, where the system tells.
pub fn load() -> String {
    let average = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    average.split(' ').next().filter(|figure| !figure.is_empty()).unwrap_or("unknown").to_owned()
}
