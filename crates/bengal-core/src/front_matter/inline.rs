//! The text of a heading without its markup, by a light scan of CommonMark's inlines.

/// A longer heading is cut, which bounds the search for the ends of code spans, links and tags.
const LONGEST_TITLE: usize = 1000;

/// How often the body is searched for the definition of a reference.
const MOST_SEARCHES: usize = 4;

/// The text of a heading as [CommonMark 0.31 §6](https://spec.commonmark.org/0.31.2/#inlines) shows it, without attributes at its
/// end; `None` where nothing is left. `body` is what the heading stands in, and may define its references.
///
/// Of named entities it knows those of [`NAMED`]; emphasis is matched without the rule of three.
pub(super) fn plain_text(heading: &str, body: &str) -> Option<String> {
    let heading = match heading.rfind("{#").or_else(|| heading.rfind("{.")) {
        Some(at) if heading.ends_with('}') => heading[..at].trim_end(),
        _ => heading,
    };
    let mut rest = &heading[..floor_char_boundary(heading, LONGEST_TITLE)];
    let mut text = Text::default();
    let mut searches = 0;
    let mut is_defined = |label: &str| {
        searches += 1;
        searches <= MOST_SEARCHES && body.contains(&format!("[{label}]:"))
    };
    while let Some(c) = rest.chars().next() {
        let next = &rest[c.len_utf8()..];
        rest = match c {
            '\\' if next.starts_with(|c: char| c.is_ascii_punctuation()) => {
                text.out.push_str(&next[..1]);
                &next[1..]
            }
            '`' => text.code(rest),
            '*' | '_' | '~' => text.delimiters(c, rest),
            '&' => match entity(next) {
                Some((decoded, after)) => {
                    text.out.push(decoded);
                    after
                }
                None => text.literal(c, next),
            },
            '!' if next.starts_with('[') => next,
            '[' => match next.strip_prefix('[').and_then(|reference| reference.split_once("]]")) {
                Some((reference, after)) => {
                    text.out.push_str(reference.split_once('|').map_or(reference, |(_, shown)| shown));
                    after
                }
                None => {
                    text.brackets.push(text.out.len());
                    text.literal(c, next)
                }
            },
            ']' => text.bracket(next, &mut is_defined),
            '<' => text.angle(next),
            '\0' => text.literal('\u{fffd}', next),
            c => text.literal(c, next),
        };
    }
    let shown = text.without_emphasis();
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    (!shown.is_empty()).then_some(shown)
}

fn floor_char_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Text in the making.
#[derive(Default)]
struct Text {
    out: String,
    /// Where brackets open that are not closed yet.
    brackets: Vec<usize>,
    delimiters: Vec<Delimiters>,
}

/// A run of `*`, `_` or `~` in the text, which may turn out to be emphasis.
struct Delimiters {
    at: usize,
    mark: char,
    /// How many of them are not matched yet.
    left: usize,
    opens: bool,
    closes: bool,
}

impl Text {
    fn literal<'a>(&mut self, c: char, next: &'a str) -> &'a str {
        self.out.push(c);
        next
    }

    /// A code span, or backticks that stay what they are (§6.1).
    fn code<'a>(&mut self, rest: &'a str) -> &'a str {
        let content = rest.trim_start_matches('`');
        let (ticks, _) = rest.split_at(rest.len() - content.len());
        let mut at = 0;
        while let Some(found) = content[at..].find('`') {
            let start = at + found;
            let after = content[start..].trim_start_matches('`');
            let end = content.len() - after.len();
            if end - start == ticks.len() {
                self.out.push_str(&content[..start].replace('\0', "\u{fffd}"));
                return after;
            }
            at = end;
        }
        self.out.push_str(ticks);
        content
    }

    /// A run of delimiters, by what stands around it (§6.2).
    fn delimiters<'a>(&mut self, mark: char, rest: &'a str) -> &'a str {
        let after = rest.trim_start_matches(mark);
        let left = rest.len() - after.len();
        let (before, behind) = (self.out.chars().next_back(), after.chars().next());
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let sign = |c: Option<char>| c.is_some_and(|c| c.is_ascii_punctuation());
        let left_flanking = !blank(behind) && (!sign(behind) || blank(before) || sign(before));
        let right_flanking = !blank(before) && (!sign(before) || blank(behind) || sign(behind));
        let within_word = mark == '_' && left_flanking && right_flanking;
        let opens = left_flanking && (!within_word || sign(before));
        let closes = right_flanking && (!within_word || sign(behind));
        let at = self.out.len();
        self.delimiters.push(Delimiters { at, mark, left, opens, closes });
        self.out.push_str(&rest[..left]);
        after
    }

    /// The end of a link (§6.3), whose text is shown; or a bracket.
    fn bracket<'a>(&mut self, next: &'a str, is_defined: &mut dyn FnMut(&str) -> bool) -> &'a str {
        let Some(open) = self.brackets.pop() else { return self.literal(']', next) };
        let after = match (next.strip_prefix('('), next.strip_prefix('[')) {
            (Some(target), _) => target.split_once(')').map(|(_, after)| after),
            (_, Some(label)) => label.split_once(']').map(|(_, after)| after),
            (None, None) => is_defined(&self.out[open + 1..]).then_some(next),
        };
        let Some(after) = after else { return self.literal(']', next) };
        self.out.remove(open);
        for run in self.delimiters.iter_mut().rev().take_while(|run| run.at > open) {
            run.at -= 1;
        }
        after
    }

    /// An autolink (§6.5), which shows its address; a tag (§6.6), which shows nothing; or a sign.
    fn angle<'a>(&mut self, next: &'a str) -> &'a str {
        match next.split_once('>').filter(|_| next.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)))
        {
            Some((inside, after)) if !inside.contains([' ', '\n']) && inside.contains([':', '@']) => {
                self.out.push_str(inside);
                after
            }
            Some((_, after)) => after,
            None => self.literal('<', next),
        }
    }

    /// The text without the delimiters that match.
    fn without_emphasis(mut self) -> String {
        let mut matched: Vec<usize> = vec![0; self.delimiters.len()];
        let mut open: Vec<usize> = Vec::new();
        for at in 0..self.delimiters.len() {
            while self.delimiters[at].closes && self.delimiters[at].left > 0 {
                let mark = self.delimiters[at].mark;
                let Some(opener) = open.iter().rposition(|other| self.delimiters[*other].mark == mark) else { break };
                let other = open[opener];
                let len = self.delimiters[at].left.min(self.delimiters[other].left);
                for run in [at, other] {
                    self.delimiters[run].left -= len;
                    matched[run] += len;
                }
                open.truncate(if self.delimiters[other].left > 0 { opener + 1 } else { opener });
            }
            if self.delimiters[at].opens && self.delimiters[at].left > 0 {
                open.push(at);
            }
        }
        let mut shown = String::with_capacity(self.out.len());
        let mut from = 0;
        for (run, len) in self.delimiters.iter().zip(matched) {
            shown.push_str(&self.out[from..run.at]);
            from = run.at + len;
        }
        shown.push_str(&self.out[from..]);
        shown
    }
}

/// Named entities that titles have; others stay as they are written.
const NAMED: [(&str, char); 40] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("hellip", '…'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("middot", '·'),
    ("bull", '•'),
    ("times", '×'),
    ("divide", '÷'),
    ("deg", '°'),
    ("plusmn", '±'),
    ("le", '≤'),
    ("ge", '≥'),
    ("ne", '≠'),
    ("larr", '←'),
    ("rarr", '→'),
    ("uarr", '↑'),
    ("darr", '↓'),
    ("harr", '↔'),
    ("infin", '∞'),
    ("sect", '§'),
    ("para", '¶'),
    ("euro", '€'),
    ("lbrace", '{'),
    ("rbrace", '}'),
    ("lbrack", '['),
    ("rbrack", ']'),
];

/// The character of an entity (§2.5), given what follows its `&`, and what follows it.
fn entity(next: &str) -> Option<(char, &str)> {
    let (name, after) = next.split_once(';')?;
    let decoded = match name.strip_prefix('#') {
        None => NAMED.into_iter().find(|(known, _)| *known == name)?.1,
        Some(number) => {
            let (digits, radix, most) = match number.strip_prefix(['x', 'X']) {
                Some(digits) => (digits, 16, 6),
                None => (number, 10, 7),
            };
            if digits.is_empty() || digits.len() > most || !digits.chars().all(|c| c.is_digit(radix)) {
                return None;
            }
            let code = u32::from_str_radix(digits, radix).ok()?;
            char::from_u32(code).filter(|c| *c != '\0').unwrap_or('\u{fffd}')
        }
    };
    Some((decoded, after))
}
