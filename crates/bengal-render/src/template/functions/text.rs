//! Filters on text and dates.

#![expect(clippy::needless_pass_by_value, reason = "minijinja hands arguments over by value")]

use super::super::scope::Shared;
use bengal_core::Date;
use bengal_core::url::slugify;
use minijinja::value::Kwargs;
use minijinja::{Environment, Error, Value};
use std::borrow::Cow;
use std::sync::Arc;

/// How a date looks unless the template says otherwise.
const DATE: &str = "%-d %B %Y";

pub(super) fn register(environment: &mut Environment<'_>, shared: &Arc<Shared>) {
    environment.add_filter("dateformat", dateformat);
    environment.add_filter("date", dateformat);
    environment.add_filter("truncate", truncate);
    environment.add_filter("slugify", |text: Cow<'_, str>| slugify(&text));
    environment.add_filter("striptags", |html: Cow<'_, str>| striptags(&html));
    environment.add_filter("plainify", |html: Cow<'_, str>| striptags(&html));
    environment.add_filter("markdownify", markdownify);
    let words_a_minute = shared.config().content.reading_speed.max(1);
    environment.add_filter("reading_time", move |html: Cow<'_, str>| {
        striptags(&html).split_whitespace().count().div_ceil(words_a_minute)
    });
}

/// A date by a `strftime` pattern; what is no date stays as it is.
fn dateformat(date: &Value, pattern: Option<&str>) -> Value {
    let parsed = date.as_str().and_then(Date::parse);
    match parsed {
        Some(parsed) => Value::from(parsed.format(pattern.unwrap_or(DATE))),
        None => date.clone(),
    }
}

/// At most `length` characters (255), cut between words, with `end` (`…`) where something was cut off.
fn truncate(text: Cow<'_, str>, length: Option<usize>, options: Kwargs) -> Result<String, Error> {
    let length = match length {
        Some(length) => length,
        None => options.get::<Option<usize>>("length")?.unwrap_or(255),
    };
    let end: Option<&str> = options.get("end")?;
    let cut = shortened(&text, length, end.unwrap_or("…"));
    options.assert_all_used()?;
    Ok(cut)
}

/// `text`, or its beginning of at most `limit` characters cut between words and followed by `end`, which counts.
pub(crate) fn shortened(text: &str, limit: usize, end: &str) -> String {
    if text.char_indices().nth(limit).is_none() {
        return text.to_owned();
    }
    let room = limit.saturating_sub(end.chars().count());
    let stop = text.char_indices().nth(room).map_or(text.len(), |(at, _)| at);
    let head = &text[..stop];
    let between_words = text[stop..].starts_with(char::is_whitespace);
    let head = match head.rfind(char::is_whitespace) {
        Some(space) if !between_words => &head[..space],
        _ => head,
    };
    format!("{}{end}", head.trim_end())
}

/// Text without tags and comments, white space made single. References to characters that HTML reserves are resolved.
fn striptags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        rest = &rest[open..];
        let end =
            if rest.starts_with("<!--") { rest.find("-->").map(|at| at + 3) } else { rest.find('>').map(|at| at + 1) };
        rest = end.map_or("", |end| &rest[end..]);
        text.push(' ');
    }
    text.push_str(rest);
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&amp;", "&")
}

/// Markdown (CommonMark with tables and strikethrough) as HTML; a single paragraph without its `<p>`, for titles and descriptions.
fn markdownify(text: Cow<'_, str>) -> Value {
    use pulldown_cmark::{Options, Parser, html};
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut out = String::with_capacity(text.len() * 5 / 4);
    html::push_html(&mut out, Parser::new_ext(&text, options));
    let trimmed = out.trim_end();
    let inline =
        trimmed.strip_prefix("<p>").and_then(|inner| inner.strip_suffix("</p>")).filter(|inner| !inner.contains("<p>"));
    Value::from_safe_string(inline.unwrap_or(trimmed).to_owned())
}
