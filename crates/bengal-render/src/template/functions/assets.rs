//! Assets by logical path: their content, their integrity.

use super::super::scope::Scope;
use super::scope;
use crate::{AssetError, AssetQuery, Read};
use bengal_core::url::{decode_path, is_external, join, split_suffix};
use bengal_html::{Replacement, SpliceError, css, splice};
use minijinja::{Environment, Error, ErrorKind, Value};
use std::sync::Arc;

pub(super) fn register(environment: &mut Environment<'_>) {
    environment.add_function("asset_inline", asset_inline);
    environment.add_filter("asset_inline", asset_inline);
    environment.add_function("asset_integrity", asset_integrity);
    environment.add_filter("asset_integrity", asset_integrity);
}

/// The logical path that a template names: `css/a.css` is in `assets/`, `/docs/cat.png` is a URL of the site.
pub(super) fn logical_path(written: &str) -> Result<String, Error> {
    if is_external(written) {
        return Err(invalid(format!("`{written}` is not a file of this site")));
    }
    let path = split_suffix(written).0;
    let path = match path.strip_prefix('/') {
        Some(url) => decode_path(url).and_then(|path| join("", &path)),
        None => join("assets", path.trim_start_matches("assets/")),
    };
    match path {
        Some(path) if !path.is_empty() => Ok(path),
        _ => Err(invalid(format!("`{written}` does not name a file"))),
    }
}

pub(super) fn invalid(message: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, message)
}

/// The error of a question about an asset.
pub(super) fn failure(scope: &Scope, path: &str, error: &AssetError) -> Error {
    invalid(match error {
        AssetError::Missing => match scope.shared.markdown.assets().nearest(path) {
            Some(near) => format!("there is no asset `{path}`; did you mean `{near}`?"),
            None => format!("there is no asset `{path}`"),
        },
        error => format!("`{path}`: {error}"),
    })
}

/// The digest of an asset's published bytes, for `integrity`.
fn asset_integrity(path: &str) -> Result<String, Error> {
    let scope = scope()?;
    let path = logical_path(path)?;
    scope.record(Read::Asset(path.clone(), AssetQuery::Integrity));
    scope.shared.markdown.assets().integrity(&path).map_err(|error| failure(&scope, &path, &error))
}

/// The text of an asset, as it can stand in the element that is for it: a sheet in `<style>`, a script or JSON in `<script>`,
/// SVG where it is to be seen.
fn asset_inline(path: &str) -> Result<Value, Error> {
    let scope = scope()?;
    let path = logical_path(path)?;
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    let inline = match extension.as_str() {
        "css" => inline_css,
        "js" | "mjs" => inline_script,
        "svg" => inline_svg,
        "json" | "webmanifest" => inline_json,
        _ => return Err(invalid(format!("`{path}` cannot stand in a page: only CSS, JavaScript, JSON and SVG can"))),
    };
    scope.record(Read::Asset(path.clone(), AssetQuery::Content));
    let content = scope.shared.markdown.assets().content(&path).map_err(|error| failure(&scope, &path, &error))?;
    let text = text_of(&content).ok_or_else(|| invalid(format!("`{path}` is not text in UTF-8")))?;
    inline(text, &path).map(Value::from_safe_string).map_err(|error| invalid(format!("`{path}`: {error}")))
}

fn text_of(content: &Arc<[u8]>) -> Option<&str> {
    let text = std::str::from_utf8(content).ok().filter(|text| !text.contains('\0'))?;
    Some(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Relative URLs count from the sheet and no longer would: they become root-relative. In strings, where `</style` may stand, `\/` is `/`.
fn inline_css(sheet: &str, path: &str) -> Result<String, SpliceError> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let rooted = |url: &str| {
        let (target, suffix) = split_suffix(url);
        if target.is_empty() || target.starts_with('/') {
            return None;
        }
        join(folder, target).map(|target| format!("/{target}{suffix}"))
    };
    let replacements: Vec<Replacement<'_>> = css::references(sheet)
        .iter()
        .filter(|reference| reference.is_local())
        .filter_map(|reference| Some(Replacement::new(reference, rooted(&reference.url)?)))
        .collect();
    Ok(replace_ignoring_case(&splice(sheet, &replacements)?, "</style", "<\\/style"))
}

/// As the standard asks (WHATWG HTML, section 4.12.1.3): what would end the element, or keep it from ending, is written with an escape,
/// which means the same in strings, templates and regular expressions.
fn inline_script(script: &str, _path: &str) -> Result<String, SpliceError> {
    let script = replace_ignoring_case(script, "</script", "\\x3C/script");
    // `<!--` does harm only together with `<script`, which is code too: `i<scripts.length`.
    let has_both = script.contains("<!--") && replace_ignoring_case(&script, "<script", "") != script;
    Ok(if has_both { script.replace("<!--", "\\x3C!--") } else { script })
}

/// In JSON `<` stands in strings only.
fn inline_json(json: &str, _path: &str) -> Result<String, SpliceError> {
    Ok(json.replace('<', "\\u003C"))
}

/// Without what only a file has: the XML declaration and the document type.
fn inline_svg(svg: &str, _path: &str) -> Result<String, SpliceError> {
    let mut rest = svg.trim();
    loop {
        let end = if rest.starts_with("<?") {
            rest.find("?>").map(|at| at + 2)
        } else if rest.starts_with("<!--") {
            rest.find("-->").map(|at| at + 3)
        } else if rest.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype")) {
            let close = if rest.find('[') < rest.find('>') && rest.contains('[') { "]>" } else { ">" };
            rest.find(close).map(|at| at + close.len())
        } else {
            None
        };
        match end {
            Some(end) => rest = rest[end..].trim_start(),
            None => return Ok(rest.to_owned()),
        }
    }
}

/// `text` with `with` for each `what`, an ASCII text that begins with `<`, in upper or lower case.
fn replace_ignoring_case(text: &str, what: &str, with: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        if tail.get(..what.len()).is_some_and(|start| start.eq_ignore_ascii_case(what)) {
            out.push_str(with);
            rest = &tail[what.len()..];
        } else {
            out.push('<');
            rest = &tail[1..];
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sheets_refer_from_the_root_and_cannot_end_the_element() {
        let sheet = "@import 'base.css';a{background:url(../img/a%20b.png?x#y) url(/c.png) url(data:,) url(#m)}\
                     b{content:'</STYLE>'} c{background:url(https://x.example/y) url(../../../z.png)}";
        assert_eq!(
            inline_css(sheet, "assets/css/site.css").unwrap(),
            "@import '/assets/css/base.css';a{background:url(/assets/img/a%20b.png?x#y) url(/c.png) url(data:,) url(#m)}\
             b{content:'<\\/style>'} c{background:url(https://x.example/y) url(../../../z.png)}"
        );
    }

    #[test]
    fn scripts_cannot_end_the_element_or_keep_it_from_ending() {
        let inline = |script| inline_script(script, "").unwrap();
        assert_eq!(inline("a('</script>');b(`</SCRIPT `)"), "a('\\x3C/script>');b(`\\x3C/script `)");
        assert_eq!(inline("for(i=0;i<scripts.length;)x('<!--')"), "for(i=0;i<scripts.length;)x('\\x3C!--')");
        assert_eq!(inline("x('<!--');y('<b>')"), "x('<!--');y('<b>')");
        assert_eq!(inline_json("{\"a\":\"</script><!--\"}", "").unwrap(), "{\"a\":\"\\u003C/script>\\u003C!--\"}");
    }

    #[test]
    fn svg_loses_what_only_a_file_has() {
        for head in [
            "",
            "<?xml version=\"1.0\"?>\n<!-- made by -->\n",
            "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"svg11.dtd\">",
            "<?xml?><!doctype svg [ <!ENTITY a \"b\"> ]>\n",
        ] {
            assert_eq!(
                inline_svg(&format!("{head}<svg><!-- x --></svg>\n"), "").unwrap(),
                "<svg><!-- x --></svg>",
                "{head}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_text_ends_its_element(text in "(<|/|!|-|s|c|ript|</script|</STYLE|<!--|<script|ß|\\PC){0,20}") {
            prop_assert!(!inline_script(&text, "a.js").unwrap().to_ascii_lowercase().contains("</script"));
            if let Ok(sheet) = inline_css(&text, "assets/a.css") {
                prop_assert!(!sheet.to_ascii_lowercase().contains("</style"));
            }
            drop(inline_svg(&text, "a.svg"));
            prop_assert!(!inline_json(&text, "a.json").unwrap().contains('<'));
        }
    }
}
