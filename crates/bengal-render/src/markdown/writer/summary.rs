//! The excerpt of a page and the number of its words.

/// Collects the excerpt and counts words while a page is written.
#[derive(Debug)]
pub(super) struct Summary {
    limit: usize,
    excerpt: String,
    /// Whether text goes to the excerpt.
    open: bool,
    done: bool,
    words: usize,
}

impl Summary {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, excerpt: String::new(), open: false, done: limit == 0, words: 0 }
    }

    /// A paragraph starts; those at the top of the page are in the excerpt.
    pub(super) fn start_paragraph(&mut self, top: bool) {
        self.open = top && !self.done;
        if self.open && !self.excerpt.is_empty() {
            self.excerpt.push(' ');
        }
    }

    pub(super) fn end_paragraph(&mut self) {
        self.open = false;
        // Four bytes a character at most: what is over that can not be in the excerpt.
        if self.excerpt.len() > self.limit.saturating_mul(4) {
            self.done = true;
        }
    }

    /// Nothing more goes to the excerpt (`excerpt-break`), if there is anything in it.
    pub(super) fn stop(&mut self) {
        self.done = !self.excerpt.is_empty();
    }

    /// Text as it is read.
    pub(super) fn text(&mut self, text: &str) {
        self.count_words(text);
        self.code(text);
    }

    /// Code in a line: part of the excerpt, no words.
    pub(super) fn code(&mut self, text: &str) {
        if self.open {
            self.excerpt.push_str(text);
        }
    }

    pub(super) fn count_words(&mut self, text: &str) {
        self.words += if text.is_ascii() { words_of_ascii(text) } else { words_of(text) };
    }

    /// The excerpt, cut between words, and the number of words.
    pub(super) fn finish(self) -> (String, usize) {
        let mut text = String::with_capacity(self.excerpt.len().min(self.limit.saturating_mul(4)));
        let mut chars = 0;
        for word in self.excerpt.split_whitespace() {
            if !text.is_empty() {
                text.push(' ');
                chars += 1;
            }
            text.push_str(word);
            chars += word.chars().count();
            if chars > self.limit {
                break;
            }
        }
        (cut(&text, self.limit), self.words)
    }
}

/// How many words a text has: a word is something between white space that has a letter or a digit.
fn words_of(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// What an ASCII character is to the counting of words: a letter or a digit makes one, white space ends it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Letter,
    Space,
    Other,
}

const ROLES: [Role; 128] = {
    let mut roles = [Role::Other; 128];
    let mut byte = 0;
    while byte < 128 {
        roles[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => Role::Letter,
            b'\t'..=b'\r' | b' ' => Role::Space,
            _ => Role::Other,
        };
        byte += 1;
    }
    roles
};

/// The same for ASCII, where a byte says it all.
fn words_of_ascii(text: &str) -> usize {
    let mut words = 0;
    let mut in_word = false;
    for byte in text.bytes() {
        let role = ROLES[usize::from(byte & 127)];
        words += usize::from(role == Role::Letter && !in_word);
        in_word = role == Role::Letter || in_word && role == Role::Other;
    }
    words
}

/// The first `limit` characters of a text at most, cut between words, with `…` as the last of them where something is left out.
fn cut(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let end = text.char_indices().nth(limit.saturating_sub(1)).map_or(text.len(), |(at, _)| at);
    let kept = &text[..end];
    let kept = if text[end..].starts_with(' ') { kept } else { kept.rsplit_once(' ').map_or("", |(kept, _)| kept) };
    match kept.trim_end_matches([' ', ',', ';', ':', '.', '–', '—']) {
        "" => String::new(),
        kept => format!("{kept}…"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_ascii_are_words() {
        for text in ["", " a b ", "it's 3.14 - ok\x0bx\x1fy\x0c--", "a\tb\nc\rd", "!!! ?a? ...", "\x1c\x1d a\x1eb"] {
            assert_eq!(words_of_ascii(text), words_of(text), "{text:?}");
        }
    }

    #[test]
    fn excerpts_are_cut_between_words() {
        assert_eq!(cut("one two three", 13), "one two three");
        assert_eq!(cut("one two three", 12), "one two…");
        assert_eq!(cut("one two three", 8), "one two…");
        assert_eq!(cut("one, two", 7), "one…");
        assert_eq!(cut("enormous", 3), "");
    }
}
