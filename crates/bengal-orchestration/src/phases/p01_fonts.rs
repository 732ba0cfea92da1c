//! Phase 1, Fonts: a stylesheet for the fonts that the configuration names, from files in `assets/fonts/`.
//!
//! The original downloads these files. Here nothing is downloaded: a font whose file is missing is a warning.

use crate::phase::Outcome;
use bengal_core::fs::SiteFiles;
use bengal_core::{Config, Diagnostic, Value, url};
use camino::Utf8PathBuf;
use std::fmt::Write as _;

/// Where the stylesheet stands, in the site's folder and in the output folder.
const STYLESHEET: &str = "assets/fonts.css";

/// File endings in order of preference, with their names in `format()`.
const FORMATS: [(&str, &str); 4] = [("woff2", "woff2"), ("woff", "woff"), ("ttf", "truetype"), ("otf", "opentype")];

/// What became of the fonts.
#[derive(Debug, Default)]
pub(crate) struct Fonts {
    /// The stylesheet that was made: path in the output folder, and content.
    pub(crate) stylesheet: Option<(Utf8PathBuf, Vec<u8>)>,
    /// How many families the configuration names.
    pub(crate) families: usize,
    /// What was wrong.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Fonts {
    /// The stylesheet, and what the phase did.
    pub(crate) fn into_outcome(self, problems: &mut Vec<Diagnostic>) -> (Option<(Utf8PathBuf, Vec<u8>)>, Outcome) {
        problems.extend(self.diagnostics);
        let outcome = match (self.families, &self.stylesheet) {
            (0, _) => Outcome::Skipped("no `fonts` in the configuration".to_owned()),
            (_, Some(_)) => Outcome::Done(format!("`{STYLESHEET}` made")),
            (_, None) => Outcome::Done(format!("`{STYLESHEET}` is the site's own")),
        };
        (self.stylesheet, outcome)
    }
}

/// Makes `assets/fonts.css` for `fonts: {display: "Outfit:400,600"}`, unless the site has one of its own.
pub(crate) fn fonts(files: &SiteFiles, config: &Config) -> Fonts {
    let mut result = Fonts::default();
    let Some(Value::Map(fonts)) = config.raw.get_path("fonts") else { return result };
    let own_stylesheet = files.is_file(STYLESHEET);
    let mut css = String::new();
    let mut variables = String::new();
    for (role, value) in fonts.iter().filter(|(role, _)| role.as_str() != "config") {
        let Some((family, weights)) = family(value) else { continue };
        result.families += 1;
        if own_stylesheet {
            continue;
        }
        _ = writeln!(variables, "  --font-{role}: \"{family}\";", role = url::slugify(role));
        for weight in weights {
            match font_file(files, &family, &weight) {
                Some((name, format)) => {
                    _ = writeln!(
                        css,
                        "@font-face {{\n  font-family: \"{family}\";\n  font-weight: {weight};\n  font-display: swap;\n  \
                         src: url(\"fonts/{name}\") format(\"{format}\");\n}}"
                    );
                }
                None => result.diagnostics.push(missing(&family, &weight)),
            }
        }
    }
    if !css.is_empty() {
        css.insert_str(0, &format!(":root {{\n{variables}}}\n"));
        result.stylesheet = Some((STYLESHEET.into(), css.into_bytes()));
    }
    result
}

/// Reads `"Outfit:400,600"` or `{family: Outfit, weights: [400, 600]}`.
fn family(value: &Value) -> Option<(String, Vec<String>)> {
    let (name, weights): (String, Vec<String>) = match value {
        Value::String(text) => {
            let (name, weights) = text.split_once(':').unwrap_or((text, "400"));
            (name.trim().to_owned(), weights.split(',').map(|weight| weight.trim().to_owned()).collect())
        }
        Value::Map(map) => {
            let weights = map.get("weights").and_then(Value::as_list).unwrap_or(&[]);
            (map.get("family")?.as_str()?.to_owned(), weights.iter().filter_map(Value::to_text).collect())
        }
        _ => return None,
    };
    // The name goes between quotes in CSS, the weights outside them.
    let name: String = name.chars().filter(|c| !c.is_control() && !matches!(c, '"' | '\\')).collect();
    let weights: Vec<String> =
        weights.into_iter().filter(|weight: &String| weight.bytes().all(|byte| byte.is_ascii_digit())).collect();
    (!name.is_empty()).then_some((name, weights))
}

fn font_file(files: &SiteFiles, family: &str, weight: &str) -> Option<(String, &'static str)> {
    FORMATS.iter().find_map(|(ending, format)| {
        let name = format!("{}-{weight}.{ending}", url::slugify(family));
        files.is_file(format!("assets/fonts/{name}")).then_some((name, *format))
    })
}

fn missing(family: &str, weight: &str) -> Diagnostic {
    let name = format!("{}-{weight}.woff2", url::slugify(family));
    Diagnostic::warning("font-missing", format!("no file for the font {family} of weight {weight}"))
        .hint(format!("put it at `assets/fonts/{name}`: fonts are never downloaded"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bengal_core::Map;
    use bengal_core::fs::MemoryFileSystem;
    use camino::Utf8Path;
    use std::sync::Arc;

    fn run(spec: Value, existing: &[&str]) -> Fonts {
        let fs = MemoryFileSystem::new();
        fs.write("/site/x", "");
        for path in existing {
            fs.write(format!("/site/{path}"), "");
        }
        let files = SiteFiles::new(Arc::new(fs), Utf8Path::new("/site")).unwrap();
        let fonts = Map::from_iter([("display".to_owned(), spec)]);
        let raw = Value::Map(Map::from_iter([("fonts".to_owned(), Value::Map(fonts))]));
        super::fonts(&files, &Config { raw, ..Config::default() })
    }

    #[test]
    fn a_rule_for_each_file_and_a_warning_for_each_missing_one() {
        let result = run("Open Sans:400,700".into(), &["assets/fonts/open-sans-400.ttf"]);
        let css = String::from_utf8(result.stylesheet.unwrap().1).unwrap();
        assert!(css.contains("url(\"fonts/open-sans-400.ttf\") format(\"truetype\")"), "{css}");
        assert!(css.contains("--font-display: \"Open Sans\";"), "{css}");
        assert_eq!(result.diagnostics.len(), 1);
        assert!(result.diagnostics[0].message.contains("700"));
    }

    #[test]
    fn the_sites_own_stylesheet_stays() {
        let result = run("Outfit:400".into(), &["assets/fonts.css"]);
        assert!(result.stylesheet.is_none() && result.diagnostics.is_empty());
        assert_eq!(result.families, 1);
    }

    #[test]
    fn names_cannot_break_out_of_the_stylesheet() {
        let result = run("a\"};x{:4}00,400".into(), &["assets/fonts/axx-400.woff2"]);
        assert!(result.stylesheet.is_none());
    }
}
