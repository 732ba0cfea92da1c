//! What people see: results on standard output, everything else on standard error.
#![expect(clippy::disallowed_methods, reason = "paths are shown relative to the folder that the user is in")]

pub(crate) mod diagnostics;
pub(crate) mod progress;

use anstyle::{AnsiColor, Style};
pub(crate) use bengal_core::byte_size::shown as size;
use camino::{Utf8Path, Utf8PathBuf};
use std::borrow::Cow;
use std::fmt::Write as _;
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

/// Text of files or their names, in which nothing controls a terminal, turns the direction of writing, or begins a line: what would is
/// written as `\u{1b}`. A text that begins like a workflow command of GitHub Actions is no longer one.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    let is_command = text.trim_start().starts_with("::");
    if !is_command && !text.contains(is_control) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut colons = is_command;
    for character in text.chars() {
        if is_control(character) || (colons && character == ':') {
            colons &= character != ':';
            // Writing to a string does not fail.
            _ = write!(shown, "\\u{{{:x}}}", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

/// Control characters, line separators, and marks that turn the direction of writing: <https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing>
fn is_control(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_controls_a_terminal() {
        assert!(matches!(plain("img/ä b::c.png"), Cow::Borrowed("img/ä b::c.png")));
        assert_eq!(plain("a\u{1b}[31m\n::error::\u{9b}\u{202e}"), "a\\u{1b}[31m\\u{a}::error::\\u{9b}\\u{202e}");
        assert_eq!(plain("::error::x:y"), "\\u{3a}:error::x:y");
        assert_eq!(plain(" ::error::x"), " \\u{3a}:error::x");
    }
}
