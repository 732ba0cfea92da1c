//! A site under edit: after each step an incremental build and a clean one, which have to be equal.

use super::edit::{Change, Edit, Options, Sources};
use super::ground::Ground;
use bengal_core::{Diagnostic, Severity};
use bengal_orchestration::{BuildOptions, BuildReport, Silent, build};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

/// The files of an output folder.
pub type Output = BTreeMap<String, Vec<u8>>;

/// A site that is edited and built again and again, with one cache.
#[derive(Debug)]
pub struct Session {
    ground: Ground,
    sources: Sources,
    options: Options,
    /// Files in the output folders that builds do not know to be theirs, by their whole path: others put them there, or the cache was lost.
    foreign: BTreeSet<String>,
    /// Whether damage has to be named by the next build.
    damaged: bool,
}

/// What the builds of a step did.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// Pages rendered by the incremental build.
    pub rendered: usize,
    /// Pages relinked by it.
    pub relinked: usize,
    /// Pages left alone by it.
    pub fresh: usize,
    /// The codes of the errors that the build ended with.
    pub errors: BTreeSet<&'static str>,
}

/// Codes of problems that depend on what is in the folders, and not on the sources.
const OF_FOLDERS: [&str; 3] = ["foreign-output-replaced", "damaged-cache", "outdated-cache"];

impl Session {
    /// A site of these files, built once.
    ///
    /// # Errors
    /// Where the files cannot be put in place.
    pub fn new(sources: &Sources, on_disk: bool) -> io::Result<Self> {
        let ground = if on_disk { Ground::disk()? } else { Ground::memory() };
        for (path, content) in sources {
            ground.write(path, content)?;
        }
        let session = Self {
            ground,
            sources: sources.clone(),
            options: Options::default(),
            foreign: BTreeSet::new(),
            damaged: false,
        };
        session.build();
        Ok(session)
    }

    /// The files of the site as they are now.
    pub const fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The arguments of the `bengal` program for the next build.
    pub fn arguments(&self) -> Vec<String> {
        let root = self.ground.root();
        let mut arguments = ["build", "--quiet", "--jobs", "2", "--source", root.as_str()].map(str::to_owned).to_vec();
        arguments.extend(["--output".to_owned(), root.join(self.folder()).into_string()]);
        arguments.extend(self.options.drafts.then(|| "--drafts".to_owned()));
        let environment = if self.options.production { "production" } else { "local" };
        arguments.extend(["--environment".to_owned(), environment.to_owned()]);
        arguments
    }

    /// Takes note of a build that somebody else started: it may have said already what is damaged.
    pub const fn note_build(&mut self) {
        self.damaged = false;
    }

    /// The temporary files in output and cache, by path.
    pub fn temporaries(&self) -> Vec<String> {
        let files = self.ground.tree("");
        files.into_keys().filter(|path| path.contains(".bengal-tmp")).collect()
    }

    /// The options of the next build.
    pub const fn options(&self) -> Options {
        self.options
    }

    /// Edits and builds, without looking at what comes out.
    pub fn pass(&mut self, edit: &Edit) {
        self.apply(edit);
        self.build();
        self.damaged = false;
    }

    /// Edits, builds, and compares with a clean build; then builds again, which must do nothing.
    ///
    /// # Errors
    /// What is different, in words.
    pub fn step(&mut self, edit: &Edit) -> Result<Work, String> {
        self.apply(edit);
        let before = self.output();
        let report = self.build();
        let after = self.output();
        let (clean_report, clean) = self.clean_build();
        self.compare(&before, (&report, &after), (&clean_report, &clean))?;
        let said = report.diagnostics.iter().any(|problem| OF_FOLDERS.contains(&problem.code));
        // A build that sees at once that it has nothing to do looks at few of the tables.
        if self.damaged && !said && work_of(&report) != [0; 4] {
            return Err("the damaged cache is not mentioned".to_owned());
        }
        self.damaged &= !said;
        let prefix = format!("{}/", self.folder());
        self.foreign.retain(|path| path.strip_prefix(&prefix).is_none_or(|path| after.contains_key(path)));
        let again = self.build();
        if work_of(&again) != [0; 4] {
            return Err(format!("the same build once more renders, relinks, writes, removes {:?}", work_of(&again)));
        }
        if self.output() != after {
            return Err("the same build once more has another output".to_owned());
        }
        same_diagnostics(&again, &clean_report).map_err(|text| format!("the same build once more: {text}"))?;
        let pages = report.pages;
        let errors = errors(&report).map(|problem| problem.code).collect();
        Ok(Work { rendered: pages.rendered, relinked: pages.relinked, fresh: pages.fresh, errors })
    }

    /// Edits, without a build.
    pub fn apply(&mut self, edit: &Edit) {
        for change in &edit.changes {
            // A file where a folder is, or the other way round, stays out of both sides.
            if self.change(change).is_err() {
                continue;
            }
        }
    }

    fn change(&mut self, change: &Change) -> io::Result<()> {
        match change {
            Change::Write(path, content) => {
                self.ground.write(path, content)?;
                self.sources.insert(path.clone(), Arc::clone(content));
            }
            Change::WriteWithSameTime(path, content) | Change::WriteInThePast(path, content) => {
                let keep = matches!(change, Change::WriteWithSameTime(..));
                self.ground.write_with_time(path, content, keep)?;
                self.sources.insert(path.clone(), Arc::clone(content));
            }
            Change::Remove(path) => {
                if self.sources.remove(path).is_some() {
                    self.ground.remove(path);
                }
            }
            Change::RemoveFolder(folder) => {
                let prefix = format!("{folder}/");
                let inside: Vec<String> =
                    self.sources.keys().filter(|path| path.starts_with(&prefix)).cloned().collect();
                for path in inside {
                    self.sources.remove(&path);
                    self.ground.remove(&path);
                }
            }
            Change::Touch(path) => {
                if let Some(content) = self.sources.get(path) {
                    self.ground.write(path, content)?;
                }
            }
            Change::AlterOutput(number) => {
                if let Some(path) = self.output_file(*number) {
                    self.ground.write(&path, b"altered")?;
                }
            }
            Change::RemoveOutput(number) => {
                if let Some(path) = self.output_file(*number) {
                    self.ground.remove(&path);
                }
            }
            Change::ForeignOutput(name) => {
                let path = format!("{}/{name}", self.folder());
                self.ground.write(&path, b"of somebody else")?;
                self.foreign.insert(path);
            }
            Change::LoseCache => self.lose_cache(),
            Change::DamageCache { table, byte, cut } => self.damage(*table, *byte, *cut)?,
            Change::Options(options) => self.options = *options,
            Change::Wait => self.ground.wait(),
        }
        Ok(())
    }

    fn lose_cache(&mut self) {
        self.damaged = false;
        for path in self.ground.tree(".bengal").keys() {
            self.ground.remove(&format!(".bengal/{path}"));
        }
        self.nothing_is_known();
    }

    /// From now on no build knows which of the files are ours.
    fn nothing_is_known(&mut self) {
        for folder in [PUBLIC, ELSEWHERE] {
            let files = self.ground.tree(folder);
            self.foreign.extend(files.keys().map(|path| format!("{folder}/{path}")));
        }
    }

    fn damage(&mut self, table: usize, byte: usize, cut: bool) -> io::Result<()> {
        let tables = self.ground.tree(".bengal");
        let tables: Vec<_> = tables.into_iter().filter(|(path, _)| path.ends_with(".mpk")).collect();
        let Some((path, content)) = tables.get(table % tables.len().max(1)) else { return Ok(()) };
        let mut content = content.clone();
        let byte = byte % content.len().max(1);
        match content.get_mut(byte) {
            Some(_) if cut => content.truncate(byte),
            Some(value) => *value ^= 0x10,
            None => return Ok(()),
        }
        self.ground.write(&format!(".bengal/{path}"), &content)?;
        self.nothing_is_known();
        self.damaged = true;
        Ok(())
    }

    /// The n-th file in the output folder, counting round, with its folder.
    fn output_file(&self, number: usize) -> Option<String> {
        let files = self.output();
        let path = files.keys().nth(number % files.len().max(1))?;
        let path = format!("{}/{path}", self.folder());
        (!self.foreign.contains(&path)).then_some(path)
    }

    const fn folder(&self) -> &'static str {
        if self.options.elsewhere { ELSEWHERE } else { PUBLIC }
    }

    /// The files of the output folder, by path in it.
    pub fn output(&self) -> Output {
        self.ground.tree(self.folder())
    }

    fn build_options(&self, ground: &Ground) -> BuildOptions {
        let root = ground.root();
        BuildOptions {
            output: Some(root.join(self.folder())),
            source: root,
            environment: self.options.production.then(|| "production".to_owned()),
            drafts: self.options.drafts,
            jobs: 1,
            ..BuildOptions::default()
        }
    }

    fn build(&self) -> BuildReport {
        build(&self.ground.files(), &self.build_options(&self.ground), &Silent)
    }

    /// A build of the same files in a fresh place, which is always in memory.
    fn clean_build(&self) -> (BuildReport, Output) {
        let ground = Ground::memory();
        for (path, content) in &self.sources {
            drop(ground.write(path, content));
        }
        let report = build(&ground.files(), &self.build_options(&ground), &Silent);
        (report, ground.tree(self.folder()))
    }

    fn compare(
        &self,
        before: &Output,
        (report, after): (&BuildReport, &Output),
        (clean_report, clean): (&BuildReport, &Output),
    ) -> Result<(), String> {
        if report.success != clean_report.success {
            return Err(format!("success is {}, clean {}", report.success, clean_report.success));
        }
        same_diagnostics(report, clean_report)?;
        for (path, expected) in clean {
            match after.get(path) {
                None => return Err(format!("{path} is missing")),
                Some(content) if content != expected => return Err(first_difference(path, content, expected)),
                Some(_) => {}
            }
        }
        // What could not be made anew stays as it was.
        let may_stay = |path: &str| is_incomplete(clean_report) && before.contains_key(path);
        let is_foreign = |path: &str| self.foreign.contains(&format!("{}/{path}", self.folder()));
        let extra = after.keys().find(|path| !clean.contains_key(*path) && !is_foreign(path) && !may_stay(path));
        match extra {
            Some(path) => Err(format!("{path} is there, and not after a clean build")),
            None => Ok(()),
        }
    }
}

/// Pages rendered and relinked, files written and removed.
const fn work_of(report: &BuildReport) -> [usize; 4] {
    [report.pages.rendered, report.pages.relinked, report.files.written, report.files.removed]
}

/// The source files in which a build finds errors.
pub(super) fn broken_sources(sources: &Sources) -> BTreeSet<String> {
    let ground = Ground::memory();
    for (path, content) in sources {
        drop(ground.write(path, content));
    }
    let options = BuildOptions { source: ground.root(), jobs: 1, ..BuildOptions::default() };
    let report = build(&ground.files(), &options, &Silent);
    let paths = errors(&report).filter_map(|problem| problem.location.as_ref()).map(|location| location.path.as_str());
    paths.filter(|path| sources.contains_key(*path)).map(str::to_owned).collect()
}

fn errors(report: &BuildReport) -> impl Iterator<Item = &Diagnostic> {
    report.diagnostics.iter().filter(|problem| problem.severity == Severity::Error)
}

/// Whether something could not be made, and what earlier builds made of it stays.
fn is_incomplete(report: &BuildReport) -> bool {
    const UNREADABLE: [&str; 3] = ["unreadable", "not-utf8", "front-matter-syntax"];
    report.pages.failed > 0
        || report.pages.total == 0
        || report.diagnostics.iter().any(|problem| UNREADABLE.contains(&problem.code))
}

const PUBLIC: &str = "public";
const ELSEWHERE: &str = "elsewhere";

/// Compares what was found wrong, apart from what is wrong with the folders.
fn same_diagnostics(report: &BuildReport, clean: &BuildReport) -> Result<(), String> {
    let of = |report: &BuildReport| -> BTreeSet<String> {
        let of_sources = |problem: &&Diagnostic| !OF_FOLDERS.contains(&problem.code);
        report.diagnostics.iter().filter(of_sources).map(|problem| format!("{problem:?}")).collect()
    };
    let (found, expected) = (of(report), of(clean));
    if let Some(missing) = expected.difference(&found).next() {
        return Err(format!("a problem is not reported: {missing}"));
    }
    match found.difference(&expected).next() {
        Some(extra) => Err(format!("a problem is reported that there is not: {extra}")),
        None => Ok(()),
    }
}

/// The first place at which two contents differ, with what is around it.
fn first_difference(path: &str, found: &[u8], expected: &[u8]) -> String {
    const AROUND: usize = 100;
    let at = found.iter().zip(expected).take_while(|(one, other)| one == other).count();
    let around = |content: &[u8]| {
        let part = &content[at.saturating_sub(AROUND)..(at + AROUND).min(content.len())];
        String::from_utf8_lossy(part).into_owned()
    };
    format!("{path} differs at byte {at}\n  found    {:?}\n  expected {:?}", around(found), around(expected))
}
