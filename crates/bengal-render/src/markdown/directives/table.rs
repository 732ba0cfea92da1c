//! Tables from lists and from data files.

use super::{classes, id_attribute};
use crate::Read;
use crate::escape::escaped;
use crate::markdown::directive::Directive;
use crate::markdown::include;
use crate::markdown::report::Problem;
use crate::markdown::writer::{Frame, Writer};
use bengal_core::{Diagnostic, Value};
use std::fmt::Write as _;

/// A list of rows, each a list of cells.
pub(super) fn close_list_table(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    let id = id_attribute(writer, directive);
    if frame.rows.is_empty() {
        let problem = Diagnostic::warning("empty-table", "the table has no rows");
        writer.problem(&directive.place, problem.hint("a row is written `* - cell`, further cells `  - cell`"));
    }
    let header_rows = match directive.text("header_rows") {
        None => 0,
        Some(number) => number.parse::<usize>().unwrap_or_else(|_| {
            let message = format!("`header-rows` must be a number, not `{number}`");
            writer.problem(&directive.place, Diagnostic::warning("bad-directive-option", message));
            0
        }),
    };
    let mut html = String::new();
    if !directive.title.is_empty() {
        let _ = writeln!(html, "<caption>{}</caption>", super::title_html(writer, directive));
    }
    html.push_str(&column_widths(directive.text("widths")));
    let (head, body) = frame.rows.split_at(header_rows.min(frame.rows.len()));
    let labels: Vec<String> =
        head.first().map(|row| row.iter().map(|cell| text_of(cell)).collect()).unwrap_or_default();
    write_rows(&mut html, head, body, &labels);
    let html = format!(
        "<div class=\"table-wrapper\"><table class=\"bengal-list-table{}\"{id}>\n{html}</table></div>\n",
        classes(directive)
    );
    writer.push(&html);
}

/// `20 30 50`: shares of the width.
fn column_widths(widths: Option<&str>) -> String {
    let widths: Vec<u32> = widths
        .unwrap_or_default()
        .split([' ', ','])
        .filter_map(|width| width.trim_end_matches('%').parse().ok())
        .collect();
    let sum: u64 = widths.iter().map(|width| u64::from(*width)).sum();
    if sum == 0 {
        return String::new();
    }
    let columns: String =
        widths.iter().map(|width| format!("<col style=\"width: {}%\">", u64::from(*width) * 100 / sum)).collect();
    format!("<colgroup>{columns}</colgroup>\n")
}

fn write_rows(html: &mut String, head: &[Vec<String>], body: &[Vec<String>], labels: &[String]) {
    if !head.is_empty() {
        html.push_str("<thead>\n");
        for row in head {
            html.push_str("<tr>");
            for cell in row {
                let _ = write!(html, "<th scope=\"col\">{cell}</th>");
            }
            html.push_str("</tr>\n");
        }
        html.push_str("</thead>\n");
    }
    html.push_str("<tbody>\n");
    for row in body {
        html.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            match labels.get(at).filter(|label| !label.is_empty()) {
                Some(label) => drop(write!(html, "<td data-label=\"{label}\">{cell}</td>")),
                None => drop(write!(html, "<td>{cell}</td>")),
            }
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n");
}

/// HTML without its tags, for an attribute.
fn text_of(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            '"' if !inside => text.push_str("&quot;"),
            '\n' if !inside => text.push(' '),
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.trim().to_owned()
}

/// Rows of `data/`, or of a CSV file of the site.
pub(super) fn close_data_table(writer: &mut Writer<'_>, directive: &Directive, frame: &mut Frame) {
    if writer.resolves() {
        match read_data(writer, directive) {
            Ok((columns, rows)) => {
                let id = id_attribute(writer, directive);
                let wanted: Vec<&str> = directive
                    .text("columns")
                    .unwrap_or_default()
                    .split(',')
                    .map(str::trim)
                    .filter(|name| !name.is_empty())
                    .collect();
                let order: Vec<usize> = match wanted.is_empty() {
                    true => (0..columns.len()).collect(),
                    false => {
                        wanted.iter().filter_map(|name| columns.iter().position(|column| column == name)).collect()
                    }
                };
                let pick = |row: &[String]| -> Vec<String> {
                    order.iter().map(|at| escaped(row.get(*at).map_or("", String::as_str))).collect()
                };
                let head = pick(&columns);
                let body: Vec<Vec<String>> = rows.iter().map(|row| pick(row)).collect();
                let mut html = String::new();
                write_rows(&mut html, std::slice::from_ref(&head), &body, &head);
                let html = format!(
                    "<div class=\"table-wrapper\"><table class=\"bengal-data-table{}\"{id}>\n{html}</table></div>\n",
                    classes(directive)
                );
                writer.push_borrowed(&html, &directive.place);
            }
            Err(problem) => writer.problem(&directive.title_place, *problem),
        }
    }
    writer.push(&frame.html);
}

type Table = (Vec<String>, Vec<Vec<String>>);

fn read_data(writer: &mut Writer<'_>, directive: &Directive) -> Result<Table, Problem> {
    let written =
        if directive.title.is_empty() { directive.text("source").unwrap_or_default() } else { &directive.title };
    if written.to_ascii_lowercase().ends_with(".csv") {
        let path = include::find_for(writer, directive, written)?;
        return Ok(read_csv(&include::read(&writer.markdown.files, &path)?));
    }
    let name = written.strip_prefix("data/").unwrap_or(written);
    let name = name.rsplit_once('.').map_or(name, |(name, _)| name).replace('/', ".");
    writer.reads.record(Read::Data(name.replace('\\', "\\\\")));
    let found = super::glossary::data_at(writer, &name);
    let rows = found
        .and_then(|data| data.as_list().or_else(|| data.get_path("data").or_else(|| data.get_path("rows"))?.as_list()));
    rows.and_then(table_of_rows).ok_or_else(|| {
        Diagnostic::error("missing-data", format!("there is no table `{written}` in the data of the site"))
            .hint("a table is a list of maps in a file of `data/`, or a CSV file")
            .into()
    })
}

fn table_of_rows(rows: &[Value]) -> Option<Table> {
    let mut columns: Vec<String> = Vec::new();
    for row in rows {
        for key in row.as_map()?.keys() {
            if columns.len() < 100 && !columns.contains(key) {
                columns.push(key.clone());
            }
        }
    }
    let cell =
        |row: &Value, column: &String| row.as_map().and_then(|map| map.get(column)?.to_text()).unwrap_or_default();
    let cells = rows.iter().map(|row| columns.iter().map(|column| cell(row, column)).collect()).collect();
    Some((columns, cells))
}

/// Reads comma-separated values (RFC 4180): the first record has the names of the columns.
fn read_csv(text: &str) -> Table {
    let mut records: Vec<Vec<String>> = Vec::new();
    let mut record = Vec::new();
    let mut field = String::new();
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(std::mem::take(&mut field)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                record.push(std::mem::take(&mut field));
                records.push(std::mem::take(&mut record));
            }
            c => field.push(c),
        }
    }
    if !field.is_empty() || !record.is_empty() {
        record.push(field);
        records.push(record);
    }
    records.retain(|record| record.iter().any(|field| !field.is_empty()));
    if records.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let columns = records.remove(0);
    (columns, records)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv() {
        let (columns, rows) = read_csv("a,b\r\n\"1,\"\"x\"\"\",2\n\n3");
        assert_eq!(columns, ["a", "b"]);
        assert_eq!(rows, [vec!["1,\"x\"".to_owned(), "2".into()], vec!["3".into()]]);
    }

    #[test]
    fn widths_are_shares() {
        assert_eq!(
            column_widths(Some("1 3")),
            "<colgroup><col style=\"width: 25%\"><col style=\"width: 75%\"></colgroup>\n"
        );
        assert_eq!(column_widths(Some("x")), "");
    }
}
