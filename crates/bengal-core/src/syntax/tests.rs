use super::*;
use proptest::prelude::*;

fn value(format: Format, text: &str) -> Value {
    parse_any(format, text).unwrap().root.to_value()
}

/// Each problem as `offset: message`.
fn problems(format: Format, text: &str) -> Vec<String> {
    parse_any(format, text).unwrap_err().iter().map(|p| format!("{}: {}", p.span.start, p.message)).collect()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn three_notations_of_one_value() {
    let expected = json(r#"{"a": 1, "b": {"c": ["x", 1.5, true]}, "d": "2024-01-01"}"#);
    assert_eq!(value(Format::Yaml, "a: 1\nb:\n  c: [x, 1.5, true]\nd: 2024-01-01\n"), expected);
    assert_eq!(value(Format::Toml, "a = 1\nb.c = ['x', 1.5, true]\nd = 2024-01-01\n"), expected);
    assert_eq!(value(Format::Json, r#"{"a": 1, "b": {"c": ["x", 1.5, true]}, "d": "2024-01-01"}"#), expected);
}

#[test]
fn spans_cover_keys_and_scalars() {
    for (format, text) in [
        (Format::Yaml, "ü: 1\nkey:\n  inner: value\n"),
        (Format::Toml, "'ü' = 1\n[key]\ninner = value"),
        (Format::Json, r#"{"ü": 1, "key": {"inner": "value"}}"#),
    ] {
        let text = if format == Format::Toml { text.replace("= value", "= 'value'") } else { text.to_owned() };
        let root = parse_table(format, &text).unwrap().root;
        let key = root.entry("key").unwrap();
        assert_eq!(text[key.key_span.clone()].trim_matches('"'), "key");
        let inner = key.value.entry("inner").unwrap();
        assert_eq!(text[inner.key_span.clone()].trim_matches('"'), "inner");
        assert_eq!(text[inner.value.span.clone()].trim_matches(['"', '\'']), "value");
    }
}

#[test]
fn yaml_is_yaml_1_2() {
    assert_eq!(
        value(Format::Yaml, "a: yes\nb: ~\nc: off\n1: x\nno: y\n"),
        json(r#"{"a":"yes","b":null,"c":"off","1":"x","no":"y"}"#)
    );
    assert_eq!(
        value(Format::Yaml, "a: &x [1]\nb: *x\nc: {<<: {d: 1}, e: 2}"),
        json(r#"{"a":[1],"b":[1],"c":{"e":2,"d":1}}"#)
    );
    assert_eq!(value(Format::Yaml, "# only a comment\n"), Value::Null);
    assert_eq!(value(Format::Yaml, "a: 'x'\r\nb: |\r\n  y\r\n"), json(r#"{"a":"x","b":"y\n"}"#));
}

#[test]
fn the_last_of_two_equal_keys_counts_and_is_reported() {
    for (format, text, at) in [(Format::Yaml, "a: 1\nb: 0\na: 2", 10), (Format::Json, r#"{"a":1,"b":0,"a":2}"#, 13)] {
        let table = parse_table(format, text).unwrap();
        assert_eq!(table.root.to_value(), json(r#"{"a":2,"b":0}"#));
        assert_eq!(table.duplicates.iter().map(|p| p.span.start).collect::<Vec<_>>(), [at]);
    }
    assert_eq!(problems(Format::Toml, "a = 1\na = 2"), ["6: duplicate key"]);
}

#[test]
fn broken_texts_are_reported_where_they_break() {
    assert_eq!(problems(Format::Yaml, "a: b: c"), ["4: mapping values are not allowed in this context"]);
    assert_eq!(problems(Format::Yaml, "ü: 1\nö: ["), ["10: unclosed bracket '['"]);
    assert_eq!(problems(Format::Yaml, "a: *nope"), ["3: alias references unknown anchor"]);
    assert_eq!(problems(Format::Yaml, "a: 1\n---\nb: 2"), ["5: a second document starts here; a file holds one"]);
    assert_eq!(problems(Format::Yaml, "? [a]\n: b"), ["2: a key must be text"]);
    assert_eq!(problems(Format::Toml, "a = 99999999999999999999"), ["4: this number is too large"]);
    assert_eq!(problems(Format::Json, r#"{"a" 1}"#), ["5: expected `:`, found `1`"]);
    assert_eq!(problems(Format::Json, "[1,]"), ["3: expected a value, found `]`"]);
    assert_eq!(problems(Format::Json, "[1] x"), ["4: nothing may follow the value"]);
    assert_eq!(problems(Format::Json, "\"abc"), ["0: this text has no closing quote"]);
    assert_eq!(
        parse_table(Format::Yaml, "- a").unwrap_err()[0].message,
        "expected a table of keys and values, found a list"
    );
}

#[test]
fn bombs_and_deep_nesting_are_refused_quickly() {
    let mut bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (above, name) in ('a'..'j').zip('b'..'k') {
        bomb.push_str(&format!("{name}: &{name} [{}]\n", vec![format!("*{above}"); 10].join(", ")));
    }
    assert!(parse_any(Format::Yaml, &bomb).is_err());
    let dotted = vec!["k"; 79].join(".");
    let texts = [
        (Format::Yaml, "[".repeat(100_000)),
        (Format::Yaml, "- ".repeat(50_000)),
        (Format::Yaml, "{a: ".repeat(50_000)),
        (Format::Toml, format!("a = {}", "[".repeat(100_000))),
        (Format::Toml, format!("a = {}1{}", format!("{{{dotted} = ").repeat(70), "}".repeat(70))),
        (Format::Toml, vec!["k"; 50_000].join(".") + " = 1"),
        (Format::Json, "[".repeat(100_000)),
        (Format::Json, "{\"a\":".repeat(50_000)),
    ];
    for (format, text) in texts {
        let small_stack =
            std::thread::Builder::new().stack_size(1 << 20).spawn(move || parse_any(format, &text).is_err());
        assert!(small_stack.unwrap().join().unwrap());
    }
}

#[test]
fn long_files_are_read_in_linear_time() {
    let yaml: String = (0..60_000).map(|i| format!("key{i}: [a, b, {{c: d}}]\n")).collect();
    assert_eq!(parse_table(Format::Yaml, &yaml).unwrap().root.as_table().unwrap().len(), 60_000);
    let duplicates: String = (0..20_000).map(|_| "a: 1\n").collect();
    let table = parse_table(Format::Yaml, &duplicates).unwrap();
    assert_eq!(table.duplicates.len(), MAX_PROBLEMS);
    assert!(table.duplicates[MAX_PROBLEMS - 1].message.contains("more problems"));
}

proptest! {
    #[test]
    fn nothing_panics_and_spans_are_in_the_text(text in "([\\[\\]{}:,&*!|>'\"%@`#?\\- \n\t\ra-cü=.0-9]|\\\\u|<<|---|\\PC){0,60}") {
        for format in [Format::Yaml, Format::Toml, Format::Json] {
            match parse_any(format, &text) {
                Ok(table) => drop(table.root.to_value()),
                Err(problems) => {
                    prop_assert!(!problems.is_empty());
                    for problem in problems {
                        prop_assert!(problem.span.start <= text.len());
                    }
                }
            }
        }
    }

    #[test]
    fn json_is_read_as_serde_json_reads_it(text in "[\\[\\]{}:,\"0-9eE+.a-c \\-tnrulfasd\\\\]{0,24}") {
        let theirs = serde_json::from_str::<Value>(&text).ok();
        let ours = parse_any(Format::Json, &text).ok().map(|table| table.root.to_value());
        prop_assert_eq!(ours, theirs);
    }
}
