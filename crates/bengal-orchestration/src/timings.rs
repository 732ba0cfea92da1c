//! A chart of the phases, as one HTML file that needs nothing else.

use crate::phase::{PhaseRecord, milliseconds};
use crate::report::BuildReport;
use std::fmt::Write as _;

/// The chart of a build: one bar a phase, from its start to its end, with a table of the same figures.
pub fn chart(report: &BuildReport) -> String {
    let total = report.elapsed_ms.max(f64::MIN_POSITIVE);
    let mut rows = String::new();
    for record in &report.phases {
        row(&mut rows, record, total);
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Build phases</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <h1>Build phases</h1>\n<p>{pages} pages, {written} files written, {elapsed:.1} ms.</p>\n\
         <table>\n<thead><tr><th>Phase</th><th>ms</th><th class=\"chart\">Time</th><th>Outcome</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</body>\n</html>\n",
        pages = report.pages.total,
        written = report.files.written,
        elapsed = report.elapsed_ms,
    )
}

fn row(rows: &mut String, record: &PhaseRecord, total: f64) {
    use crate::phase::Outcome::{Done, Skipped};
    let (class, detail) = match &record.outcome {
        Done(detail) => ("done", detail),
        Skipped(reason) => ("skipped", reason),
    };
    let (start, length) = (milliseconds(record.start), milliseconds(record.elapsed));
    _ = writeln!(
        rows,
        "<tr class=\"{class}\"><th scope=\"row\">{number} {name}</th><td class=\"ms\">{length:.2}</td>\
         <td class=\"chart\"><svg viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect x=\"{x:.2}\" width=\"{width:.2}\" height=\"10\"/></svg></td><td>{detail}</td></tr>",
        number = record.phase.number(),
        name = record.phase.name(),
        x = start / total * 1000.0,
        width = (length / total * 1000.0).max(1.0),
        detail = quick_xml::escape::escape(detail.as_str()),
    );
}

const STYLE: &str = "\
:root { color-scheme: light dark; --bar: #b45309; --line: #8885; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .6rem; text-align: left; font-weight: normal; }
thead th { font-weight: 600; }
td.ms { text-align: right; font-variant-numeric: tabular-nums; }
.chart { width: 45%; }
svg { display: block; width: 100%; height: 1rem; }
rect { fill: var(--bar); }
.skipped { opacity: .6; }
.skipped rect { visibility: hidden; }
";
