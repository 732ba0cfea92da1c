use super::*;

#[test]
fn probe() {
    for text in [
        "a: 1\nb:\n  c: [x, 'y']\nd: 2024-01-01\ne: yes\nf: ~\n1: x\n",
        "a: b: c",
        "a: [1",
        "a:\n\t- b",
        "a: &x [1]\nb: *x\n",
        "k: 007\nm: 1_000\n n: 3",
        "- a\n- b",
        "a: 1\na: 2",
        "<<: {a: 1}\nb: 2",
        "a: *nope",
        "a: \"x",
        "a: .inf",
        "üü: 1\nö: [",
        "a: 1\n---\nb: 2",
        "%YAML 1.2\n",
        "@a: 1",
        "a: !x y",
        "a: 'it''s'\nb: |\n  x\n  y\n",
        "? [a]\n: b",
    ] {
        println!("{text:?}\n   {:?}", parse_any(Format::Yaml, text));
    }
    for text in [
        "a = 1\n[b]\nc.d = 'x'\ne = 2024-01-01\n",
        "a = \nb = \n",
        "a=1\na=2",
        "a = [[[",
        "a = 99999999999999999999",
        "a = 1979-05-27T07:32:00Z",
    ] {
        println!("{text:?}\n   {:?}", parse_any(Format::Toml, text));
    }
    for text in
        ["{\"a\": [1, 2.5, -3e2, null, true, \"\\ud83d\\ude00\"], \"a\": {}}", "{a", "{\"a\" 1}", "[1,]", "\"abc"]
    {
        println!("{text:?}\n   {:?}", parse_any(Format::Json, text));
    }
}
