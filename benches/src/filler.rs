//! What stands between the references of generated pages.

use std::fmt::Write as _;

pub(crate) const SENTENCE: &str = "Every page that uses the file is found, and no other one is made again. ";

/// A xorshift generator (Marsaglia, 2003): varied, and the same everywhere.
pub(crate) struct Random(u64);

impl Random {
    /// The generator for the page of a number.
    pub(crate) fn for_page(number: usize) -> Self {
        Self(0x9e37_79b9_7f4a_7c15 ^ (number as u64 + 1).wrapping_mul(0xd134_2543_de82_ef95))
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// A heading, a paragraph, code or a table.
pub(crate) fn push_block(html: &mut String, random: &mut Random) {
    // Writing to a string does not fail.
    _ = match random.below(6) {
        0 => writeln!(html, "<h2 id=\"part-{}\">Part &amp; parcel</h2>", random.below(1000)),
        1 => writeln!(html, "<pre><code class=\"rust\">let a = &lt;b&gt;; {}</code></pre>", SENTENCE.repeat(2)),
        2 => {
            writeln!(html, "<table><tr><td>{SENTENCE}<td><a href=\"../{}/\">next</a></table>", random.below(10_000))
        }
        _ => writeln!(html, "<p>{} <em>{SENTENCE}</em></p>", SENTENCE.repeat(1 + random.below(6) as usize)),
    };
}
