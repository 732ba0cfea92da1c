//! Sentences, code and tables that a page is filled with.

use super::random::Random;
use std::fmt::Write as _;

const NOUNS: [&str; 24] = [
    "the valve",
    "a sensor",
    "the boiler",
    "every pipe",
    "the log",
    "a reading",
    "the pump",
    "this panel",
    "the meter",
    "a schedule",
    "the controller",
    "each zone",
    "the alarm",
    "a filter",
    "the tank",
    "the display",
    "a relay",
    "the thermostat",
    "a fitting",
    "the manual",
    "the sample",
    "a probe",
    "the circuit",
    "our workshop",
];
const VERBS: [&str; 16] = [
    "reports",
    "opens",
    "follows",
    "keeps",
    "checks",
    "replaces",
    "measures",
    "shows",
    "waits for",
    "starts",
    "closes",
    "records",
    "needs",
    "describes",
    "limits",
    "supplies",
];
const ENDS: [&str; 16] = [
    "before the first run",
    "once an hour",
    "without further settings",
    "at low pressure",
    "after a restart",
    "in the order given",
    "while the door is shut",
    "within two seconds",
    "as long as power lasts",
    "on cold days",
    "when the level falls",
    "for the whole season",
    "as the table says",
    "with a wrench",
    "until it is cleared",
    "at the usual place",
];
const TOPICS: [&str; 16] = [
    "Pressure",
    "Wiring",
    "Cleaning",
    "Setting up",
    "Storage",
    "Faults",
    "Limits",
    "Spare parts",
    "Calibration",
    "Winter",
    "Readings",
    "Noise",
    "Updates",
    "Access",
    "Pipes",
    "Safety",
];
const QUALIFIERS: [&str; 12] = [
    "in small rooms",
    "by hand",
    "step by step",
    "for beginners",
    "with two tanks",
    "over the year",
    "in detail",
    "on a budget",
    "after repairs",
    "from afar",
    "at night",
    "by example",
];

/// A sentence, with its full stop.
pub(super) fn sentence(random: &mut Random) -> String {
    let (subject, object) = (random.pick(&NOUNS), random.pick(&NOUNS));
    let (verb, end) = (random.pick(&VERBS), random.pick(&ENDS));
    let mut sentence = format!("{subject} {verb} {object} {end}");
    match random.below(6) {
        0 => _ = write!(sentence, ", and `{}` is {}", identifier(random), random.below(500)),
        1 => _ = write!(sentence, "; {} **{}** {}", random.pick(&NOUNS), random.pick(&VERBS), random.pick(&NOUNS)),
        2 => _ = write!(sentence, ", *{}*", random.pick(&ENDS)),
        _ => {}
    }
    sentence.push('.');
    capitalised(&sentence)
}

/// Sentences on one line.
pub(super) fn paragraph(random: &mut Random, sentences: usize) -> String {
    (0..sentences).map(|_| sentence(random)).collect::<Vec<_>>().join(" ")
}

/// A title of two parts; with its number no other page has it.
pub(super) fn title(random: &mut Random, number: usize) -> String {
    format!("{} {} {number}", random.pick(&TOPICS), random.pick(&QUALIFIERS))
}

/// A heading.
pub(super) fn heading(random: &mut Random) -> String {
    format!("{} {}", random.pick(&TOPICS), random.pick(&QUALIFIERS))
}

fn identifier(random: &mut Random) -> String {
    let noun = random.pick(&NOUNS).rsplit(' ').next().unwrap_or_default();
    format!("{noun}_{}", random.below(90))
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A table of three columns.
pub(super) fn table(random: &mut Random) -> String {
    let mut table = "| Part | Range | Remark |\n|------|------:|--------|\n".to_owned();
    for _ in 0..random.between(4, 7) {
        let (part, low, remark) = (identifier(random), random.below(400), random.pick(&ENDS));
        // Writing to a string does not fail.
        _ = writeln!(table, "| `{part}` | {low}–{} | {remark} |", low + random.between(1, 90));
    }
    table
}

/// A function in Rust.
pub(super) fn rust(random: &mut Random) -> String {
    let (name, field, other) = (identifier(random), identifier(random), identifier(random));
    let (limit, step) = (random.below(900), random.between(2, 30));
    format!(
        "/// {}\npub fn {name}(input: &[u32], {field}: usize) -> Result<Vec<String>, Error> {{\n    \
         let mut found = Vec::with_capacity({field});\n    \
         for (index, value) in input.iter().enumerate().step_by({step}) {{\n        \
         if *value > {limit} && index != {field} {{\n            \
         found.push(format!(\"{other}: {{value:>8}} at {{index}}\"));\n        \
         }} else {{\n            log::debug!(\"skipped {{value}}\");\n        }}\n    }}\n    Ok(found)\n}}\n",
        sentence(random)
    )
}

/// A class in Python.
pub(super) fn python(random: &mut Random) -> String {
    let (name, field, other) = (identifier(random), identifier(random), identifier(random));
    let (limit, step) = (random.below(900), random.between(2, 30));
    format!(
        "class {}:\n    \"\"\"{}\"\"\"\n\n    def __init__(self, {field}: int = {limit}) -> None:\n        \
         self.{field} = {field}\n        self.{other} = {{\"step\": {step}, \"name\": '{name}'}}\n\n    \
         def {name}(self, values):\n        for index, value in enumerate(values):\n            \
         if value > self.{field}:  # too much\n                raise ValueError(f\"{{value}} at {{index}}\")\n        \
         return [value * {step} for value in values]\n",
        capitalised(&name).replace('_', ""),
        sentence(random)
    )
}
