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
        self.words += text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    }

    /// The excerpt, cut between words, and the number of words.
    pub(super) fn finish(self) -> (String, usize) {
        let text = self.excerpt.split_whitespace().collect::<Vec<_>>().join(" ");
        (cut(&text, self.limit), self.words)
    }
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
    fn excerpts_are_cut_between_words() {
        assert_eq!(cut("one two three", 13), "one two three");
        assert_eq!(cut("one two three", 12), "one two…");
        assert_eq!(cut("one two three", 8), "one two…");
        assert_eq!(cut("one, two", 7), "one…");
        assert_eq!(cut("enormous", 3), "");
    }
}
