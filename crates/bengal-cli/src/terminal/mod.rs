//! What people see: results on standard output, everything else on standard error.
#![expect(clippy::disallowed_methods, reason = "paths are shown relative to the folder that the user is in")]

pub(crate) mod diagnostics;
pub(crate) mod progress;

use anstyle::{AnsiColor, Style};
pub(crate) use bengal_core::byte_size::shown as size;
use camino::{Utf8Path, Utf8PathBuf};
use std::io::{self, Write};

pub(crate) const VERB: Style = AnsiColor::Green.on_default().bold();
pub(crate) const DIM: Style = Style::new().dimmed();
const ERROR: Style = AnsiColor::Red.on_default().bold();

/// Prints the result of a command, with a verb in front as cargo does.
pub(crate) fn result(verb: &str, text: &str) -> io::Result<()> {
    writeln!(anstream::stdout(), "{VERB}{verb:>12}{VERB:#} {text}")
}

/// Prints an error that is about the command as a whole.
pub(crate) fn error(text: &str) {
    // Where not even standard error can be written to, there is nobody to tell.
    _ = writeln!(anstream::stderr(), "{ERROR}error{ERROR:#}: {text}");
}

/// `1 page`, `2 pages`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// `12 ms`, `3.42 s`.
pub(crate) fn seconds(milliseconds: f64) -> String {
    if milliseconds < 1000.0 { format!("{milliseconds:.0} ms") } else { format!("{:.2} s", milliseconds / 1000.0) }
}

/// A path relative to the current folder where it is inside it.
pub(crate) fn display_path(path: &Utf8Path) -> Utf8PathBuf {
    let here = std::env::current_dir().ok().and_then(|here| Utf8PathBuf::from_path_buf(here).ok());
    here.and_then(|here| path.strip_prefix(here).ok().map(Utf8Path::to_owned))
        .filter(|path| !path.as_str().is_empty())
        .unwrap_or_else(|| path.to_owned())
}
