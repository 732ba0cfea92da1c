//! Style sheets without what browsers do not need.

use bengal_core::config::BrowserTarget;
use bengal_core::{Diagnostic, Location};
use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, StyleSheet};
use lightningcss::targets::{Browsers, Targets};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Sheets whose brackets are nested deeper are left alone: the parser recurses, and no sheet that somebody wrote is that deep.
const DEEPEST: usize = 64;

/// Minifies a style sheet. Its comments go, a `sourceMappingURL` too: what is said there of places is not true any more.
///
/// # Errors
/// Where the sheet is not valid, with the place in `path`; the sheet should be published as it is then.
pub(crate) fn minify(css: &str, path: &str, targets: Targets) -> Result<String, Box<Diagnostic>> {
    let left_alone = |why: String| {
        let message = format!("this style sheet is published as it is: {why}");
        Box::new(Diagnostic::warning("invalid-css", message).in_file(path.into()))
    };
    if nesting(css) > DEEPEST {
        return Err(left_alone(format!("its brackets are nested more than {DEEPEST} deep")));
    }
    // The library is in development. Should it panic on some sheet, that one is not minified, and the build goes on.
    let minified = catch_unwind(AssertUnwindSafe(|| run(css, targets)));
    match minified {
        Ok(Ok(minified)) => Ok(minified),
        Ok(Err(Problem { message, line, column })) => {
            let at = offset(css, line, column);
            let message = format!("this style sheet is published as it is: {}", lower_first(&message));
            let place = Location::in_source(path, css, at..at + 1);
            Err(Box::new(Diagnostic::warning("invalid-css", message).at(place)))
        }
        Err(_) => Err(left_alone("the minifier failed on it".to_owned())),
    }
}

struct Problem {
    message: String,
    /// From 0.
    line: u32,
    /// In UTF-16 code units, from 1.
    column: u32,
}

fn run(css: &str, targets: Targets) -> Result<String, Problem> {
    fn problem<T: std::fmt::Display>(error: &lightningcss::error::Error<T>) -> Problem {
        let (line, column) = error.loc.as_ref().map_or((0, 1), |place| (place.line, place.column));
        Problem { message: error.kind.to_string(), line, column }
    }
    let mut sheet = StyleSheet::parse(css, ParserOptions::default()).map_err(|error| problem(&error))?;
    sheet.minify(MinifyOptions { targets, ..MinifyOptions::default() }).map_err(|error| problem(&error))?;
    let options = PrinterOptions { minify: true, targets, ..PrinterOptions::default() };
    Ok(sheet.to_css(options).map_err(|error| problem(&error))?.code)
}

/// The targets as the library wants them. Without any, syntax stays as it is.
pub(crate) fn targets(wanted: &[BrowserTarget]) -> Targets {
    if wanted.is_empty() {
        return Targets::default();
    }
    let mut browsers = Browsers::default();
    for target in wanted {
        let version = u32::from(target.major) << 16 | u32::from(target.minor) << 8;
        let slot = match target.browser {
            "android" => &mut browsers.android,
            "chrome" => &mut browsers.chrome,
            "edge" => &mut browsers.edge,
            "firefox" => &mut browsers.firefox,
            "ios_saf" => &mut browsers.ios_saf,
            "opera" => &mut browsers.opera,
            "safari" => &mut browsers.safari,
            _ => &mut browsers.samsung,
        };
        *slot = Some(slot.map_or(version, |other| other.min(version)));
    }
    Targets::from(browsers)
}

/// How deep brackets are nested, those in strings and comments counted too.
fn nesting(css: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    for byte in css.bytes() {
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

fn offset(text: &str, line: u32, column: u32) -> usize {
    let start: usize = text.split_inclusive('\n').take(line as usize).map(str::len).sum();
    let mut units = 1;
    let rest = text.get(start..).unwrap_or_default();
    let within = rest.char_indices().find(|(_, character)| {
        let here = units >= column;
        units += character.len_utf16() as u32;
        here
    });
    start + within.map_or(0, |(at, _)| at)
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn minified(css: &str) -> String {
        minify(css, "a.css", Targets::default()).unwrap()
    }

    #[test]
    fn what_is_not_needed_goes() {
        let css = "/* x */ @layer a;\n@import url(\"b.css\") layer(a) screen;\np { color: #ff0000; background: url( 'c.png' ) }\n/*# sourceMappingURL=a.css.map */";
        assert_eq!(minified(css), "@layer a;@import \"b.css\" layer(a) screen;p{color:red;background:url(c.png)}");
        assert_eq!(minified(""), "");
    }

    #[test]
    fn an_invalid_sheet_is_named_with_its_place() {
        let problem = minify("p { color: red }\né { color red }\n", "assets/a.css", Targets::default()).unwrap_err();
        let place = problem.location.unwrap();
        assert_eq!((problem.code, place.path.as_str(), place.line), ("invalid-css", "assets/a.css", 2));
        assert!(problem.message.starts_with("this style sheet is published as it is: "));
    }

    #[test]
    fn targets_decide_on_syntax() {
        let old = targets(&[BrowserTarget::parse("safari 13").unwrap(), BrowserTarget::parse("safari 16").unwrap()]);
        let css = "a { &:hover { inset: 0 } }";
        assert!(minify(css, "a.css", old).unwrap().contains("a:hover"));
        assert!(minified(css).contains('&'));
    }

    #[test]
    fn deep_nesting_is_left_alone() {
        for part in ["a{", "(", "@media x{", ":not("] {
            assert!(minify(&part.repeat(100_000), "a.css", Targets::default()).is_err());
        }
    }

    proptest! {
        #[test]
        fn never_panics(css in "[a-b{}():;@'\"/*\\\\é#.,!&>+~ 0-9%\n-]{0,64}") {
            drop(minify(&css, "a.css", Targets::default()));
        }
    }
}
