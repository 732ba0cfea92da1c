//! WCAG 2.2, success criterion 1.4.3 (contrast, level AA) and 1.4.11 (parts of controls), of every pair of colours that the style sheets
//! put on one another, in both schemes.

use super::assets;
use std::collections::BTreeMap;

/// Text on backgrounds: at least 4.5:1.
const TEXT: &[(&str, &[&str])] = &[
    (
        "text",
        &[
            "bg",
            "surface",
            "raised",
            "accent-soft",
            "note-soft",
            "tip-soft",
            "warning-soft",
            "danger-soft",
            "example-soft",
            "mark",
        ],
    ),
    ("muted", &["bg", "surface", "raised", "accent-soft"]),
    (
        "accent",
        &[
            "bg",
            "surface",
            "raised",
            "accent-soft",
            "note-soft",
            "tip-soft",
            "warning-soft",
            "danger-soft",
            "example-soft",
            "code-bg",
        ],
    ),
    (
        "accent-strong",
        &[
            "bg",
            "surface",
            "raised",
            "accent-soft",
            "note-soft",
            "tip-soft",
            "warning-soft",
            "danger-soft",
            "example-soft",
        ],
    ),
    ("on-accent", &["accent", "accent-strong"]),
    ("note", &["bg", "surface", "raised", "note-soft"]),
    ("tip", &["bg", "surface", "raised", "tip-soft"]),
    ("warning", &["bg", "surface", "raised", "warning-soft"]),
    ("danger", &["bg", "surface", "raised", "danger-soft"]),
    ("example", &["bg", "raised", "example-soft"]),
    ("code-text", CODE),
    ("code-keyword", CODE),
    ("code-function", CODE),
    ("code-string", CODE),
    ("code-comment", CODE),
    ("code-type", CODE),
    ("code-constant", CODE),
    ("code-property", CODE),
    ("code-operator", CODE),
    ("code-tag", CODE),
];

const CODE: &[&str] = &["code-bg", "code-line", "code-added", "code-removed"];

/// Marks of state (the focus ring, lines beside admonitions) on backgrounds: at least 3:1.
const PARTS: &[(&str, &[&str])] = &[
    ("accent", &["bg", "surface", "raised"]),
    ("note", &["note-soft"]),
    ("tip", &["tip-soft", "code-added"]),
    ("warning", &["warning-soft", "code-line"]),
    ("danger", &["danger-soft", "code-removed"]),
];

/// The colours by name: light, dark.
fn palette() -> BTreeMap<String, [String; 2]> {
    let mut colours = BTreeMap::new();
    for file in assets().iter().filter(|file| file.path.ends_with(".css")) {
        for line in std::str::from_utf8(file.content).unwrap().lines() {
            let Some((name, value)) = line.trim().strip_prefix("--").and_then(|line| line.split_once(": light-dark("))
            else {
                continue;
            };
            let (light, dark) = value.trim_end_matches(");").split_once(", ").unwrap();
            colours.insert(name.to_owned(), [light.to_owned(), dark.to_owned()]);
        }
    }
    colours
}

/// Relative luminance (WCAG 2.2, glossary) of `#rrggbb`.
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn the_measure_is_right() {
    assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
    assert!((contrast("#767676", "#ffffff") - 4.54).abs() < 0.01);
}

#[test]
fn text_and_marks_have_enough_contrast_in_both_schemes() {
    let colours = palette();
    assert!(colours.len() > 30, "the palette was not found");
    let mut failures = Vec::new();
    for (pairs, least) in [(TEXT, 4.5), (PARTS, 3.0)] {
        for (front, backs) in pairs {
            for back in *backs {
                for (scheme, at) in [("light", 0), ("dark", 1)] {
                    let found = contrast(&colours[*front][at], &colours[*back][at]);
                    if found < least {
                        failures.push(format!("{front} on {back}, {scheme}: {found:.2}, needs {least}"));
                    }
                }
            }
        }
    }
    assert_eq!(failures, [""; 0]);
}

/// A colour that is written out, or a variable that no pair above knows, would go unchecked.
#[test]
fn every_colour_is_in_the_palette_and_checked() {
    let colours = palette();
    let checked =
        |name: &str| name == "border" || TEXT.iter().any(|(front, backs)| *front == name || backs.contains(&name));
    let unchecked: Vec<&String> = colours.keys().filter(|name| !checked(name)).collect();
    assert_eq!(unchecked, [""; 0]);
    for file in assets().iter().filter(|file| file.path.ends_with(".css")) {
        for line in std::str::from_utf8(file.content).unwrap().lines().filter(|line| !line.contains("light-dark(")) {
            assert!(!line.contains(": #") && !line.contains(" #"), "{}: {line}", file.path);
        }
    }
}
