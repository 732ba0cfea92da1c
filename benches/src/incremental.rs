//! One generated site, built again after edits: what each edit makes `bengal build` do, and what that takes.

use crate::aside;
use crate::process::{Program, Run, Runs};
use crate::sites::{Peer, Recipe, image_path, page_path};
use serde_json::Value;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Longer than file systems take to tell two times apart; Bengal trusts no time stamp that is younger.
pub const SETTLED: Duration = Duration::from_millis(2500);

/// What is done to the site before it is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Output and cache are removed.
    Clean,
    /// Nothing, and time stamps have settled.
    Nothing,
    /// One page gets another paragraph.
    Body,
    /// One page gets another title.
    Title,
    /// A colour in the site's style sheet.
    Css,
    /// A picture gets other bytes, and keeps its size in pixels.
    Image,
}

/// All edits, in the order in which they are made.
pub const EDITS: [Edit; 6] = [Edit::Clean, Edit::Nothing, Edit::Body, Edit::Title, Edit::Css, Edit::Image];

impl Edit {
    /// As the table has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Clean => "clean build",
            Self::Nothing => "no change",
            Self::Body => "one body",
            Self::Title => "one title",
            Self::Css => "one style sheet",
            Self::Image => "one image",
        }
    }
}

/// What one build did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Pages rendered.
    pub rendered: u64,
    /// Pages that got other addresses of assets.
    pub relinked: u64,
    /// Files written.
    pub written: u64,
    /// Problems of any severity.
    pub problems: u64,
}

/// The site, and the program that builds it.
#[derive(Debug)]
pub struct Subject {
    folder: PathBuf,
    bengal: PathBuf,
    pages: usize,
    round: usize,
}

impl Subject {
    /// Generates a site with the default theme in the folder.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn generate(folder: &Path, bengal: &Path, pages: usize) -> io::Result<Self> {
        Recipe::new(Peer::BengalDocs, pages).generate(folder)?;
        Ok(Self { folder: folder.to_owned(), bengal: bengal.to_owned(), pages, round: 0 })
    }

    /// Its folders of sources and its output.
    pub fn folders(&self) -> Vec<PathBuf> {
        ["content", "assets", "public"].iter().map(|name| self.folder.join(name)).collect()
    }

    /// Edits the site and builds it.
    ///
    /// # Errors
    /// When a file cannot be changed, and when the build fails.
    pub fn build(&mut self, edit: Edit) -> io::Result<(Run, Work)> {
        self.edit(edit)?;
        self.build_as_it_is()
    }

    fn build_as_it_is(&self) -> io::Result<(Run, Work)> {
        let program = Program::new(&self.bengal).args(&["build", "--format", "json"]).current_dir(&self.folder);
        let (run, output) = program.run()?;
        let report: Value = serde_json::from_slice(&output)?;
        let number = |table: &str, key: &str| report[table][key].as_u64().unwrap_or(u64::MAX);
        let work = Work {
            rendered: number("pages", "rendered"),
            relinked: number("pages", "relinked"),
            written: number("files", "written"),
            problems: report["diagnostics"].as_array().map_or(u64::MAX, |list| list.len() as u64),
        };
        Ok((run, work))
    }

    fn edit(&mut self, edit: Edit) -> io::Result<()> {
        self.round += 1;
        let round = self.round;
        // Pages and pictures in the middle of the site, others in each round.
        let page = self.folder.join(page_path((self.pages / 2 + round) % self.pages.max(1)));
        match edit {
            Edit::Clean => {
                for folder in ["public", ".bengal"] {
                    aside::put(&self.folder.join(folder))?;
                }
                Ok(())
            }
            Edit::Nothing => {
                std::thread::sleep(SETTLED);
                self.build_as_it_is().map(drop)
            }
            Edit::Body => append(&page, &format!("\nOne more paragraph, the {round}th.\n")),
            Edit::Title => {
                let text = fs::read_to_string(&page)?;
                let text = text.replacen("title: ", &format!("title: Edit {round} "), 1);
                fs::write(&page, text)
            }
            Edit::Css => append(&self.folder.join("assets/css/site.css"), &format!("em {{ --edit: {round}; }}\n")),
            // What stands behind its last chunk is no part of a PNG's picture.
            Edit::Image => append(&self.image(), &format!("edit {round}")),
        }
    }

    fn image(&self) -> PathBuf {
        self.folder.join(image_path(self.round % 100 * 5))
    }

    /// How many pages show the picture that was edited last.
    ///
    /// # Errors
    /// When a page cannot be read.
    pub fn pages_with_image(&self) -> io::Result<u64> {
        let name = self.image().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut count = 0;
        for page in 0..self.pages {
            count += u64::from(fs::read_to_string(self.folder.join(page_path(page)))?.contains(&name));
        }
        Ok(count)
    }
}

fn append(path: &Path, text: &str) -> io::Result<()> {
    let mut bytes = fs::read(path)?;
    bytes.extend(text.as_bytes());
    fs::write(path, bytes)
}

/// An edit with its runs.
#[derive(Clone, Debug)]
pub struct Row {
    /// The edit.
    pub edit: Edit,
    /// What was done by the last of the runs.
    pub work: Work,
    /// What they took.
    pub runs: Runs,
}
