//! Problems are reported at their exact place, however deep.

use super::support::problems;

#[test]
fn in_nested_and_indented_directives() {
    let text = "---\ntitle: T\n---\n\n# H\n\n::::{steps}\n  :::{step} One [[nö]]\n  :descripton: x\n\n  1. List\n\n     - deeper [x](gone.md)\n\n       :::{note}\n       Ünïcode [[nowhere]] and [y](gone.md)\n       :::\n  :::\n::::\n";
    assert_eq!(
        problems(text),
        [
            "content/page.md:8:17 broken-reference: no page `nö`",
            "content/page.md:9:4 unknown-directive-option: directive `step` has no option `descripton`",
            "content/page.md:13:15 broken-link: the link `gone.md` leads nowhere",
            "content/page.md:16:16 broken-reference: no page `nowhere`",
            "content/page.md:16:32 broken-link: the link `gone.md` leads nowhere",
        ]
    );
}

#[test]
fn with_windows_line_ends_and_tabs() {
    let text = "# H\r\n\r\n:::{note}\r\n- a\r\n\r\n\t[[nowhere]]\r\n:::\r\n";
    assert_eq!(problems(text), ["content/page.md:6:2 broken-reference: no page `nowhere`"]);
}

#[test]
fn in_options_and_attributes() {
    let text = ":::{cards}\n:::{card} A\n:link:   gone.md\n:description: see [[nowhere]]\n:::\n:::\n\n<div>\n<a\n  href=\"gone.md\">x</a>\n</div>\n";
    assert_eq!(
        problems(text),
        [
            "content/page.md:3:10 broken-link: the link `gone.md` leads nowhere",
            "content/page.md:4:19 broken-reference: no page `nowhere`",
            "content/page.md:10:9 broken-link: the link `gone.md` leads nowhere",
        ]
    );
}
