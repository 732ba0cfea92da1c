//! Diagnostics as they are stored: a page that is fresh has the problems that it had.

use bengal_core::diagnostic::{Diagnostic, Location, Severity, stored_code};
use serde::{Deserialize, Serialize};

/// A diagnostic without what only lives as long as the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredDiagnostic {
    code: String,
    severity: u8,
    message: String,
    /// Path, line, column, width, text of the line.
    location: Option<(String, u32, u32, u32, Option<String>)>,
    hints: Vec<String>,
}

const SEVERITIES: [Severity; 3] = [Severity::Note, Severity::Warning, Severity::Error];

impl From<&Diagnostic> for StoredDiagnostic {
    fn from(diagnostic: &Diagnostic) -> Self {
        let location = diagnostic.location.as_ref().map(|at| {
            let Location { path, line, column, width, source_line } = at.clone();
            (path.into_string(), line, column, width, source_line)
        });
        Self {
            code: diagnostic.code.to_owned(),
            severity: diagnostic.severity as u8,
            message: diagnostic.message.clone(),
            location,
            hints: diagnostic.hints.clone(),
        }
    }
}

impl StoredDiagnostic {
    /// The diagnostic; `None` where this cannot have been one.
    pub(crate) fn restore(self) -> Option<Diagnostic> {
        let severity = *SEVERITIES.get(usize::from(self.severity))?;
        let mut diagnostic = Diagnostic::new(severity, stored_code(&self.code)?, self.message);
        diagnostic.location = self.location.map(|(path, line, column, width, source_line)| Location {
            path: path.into(),
            line,
            column,
            width,
            source_line,
        });
        diagnostic.hints = self.hints;
        Some(diagnostic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_comes_back() {
        for severity in SEVERITIES {
            let at = Location::in_source("content/a.md", "ab\ncd\n", 3..4);
            let diagnostic = Diagnostic::new(severity, "missing-page", "no `x`").at(at).hint("did you mean `y`?");
            assert_eq!(StoredDiagnostic::from(&diagnostic).restore(), Some(diagnostic));
        }
        let bare = Diagnostic::note("a", "b");
        assert_eq!(StoredDiagnostic::from(&bare).restore(), Some(bare));
    }

    #[test]
    fn what_is_no_diagnostic_is_none() {
        let stored = StoredDiagnostic::from(&Diagnostic::note("a", "b"));
        assert_eq!(StoredDiagnostic { code: "Not A Code".into(), ..stored.clone() }.restore(), None);
        assert_eq!(StoredDiagnostic { severity: 3, ..stored }.restore(), None);
    }
}
