//! `srcset` attributes: <https://html.spec.whatwg.org/multipage/images.html#parse-a-srcset-attribute>.

use std::ops::Range;

use crate::text::is_whitespace;

/// One image candidate of a `srcset`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate<'a> {
    /// The URL as written.
    pub url: &'a str,
    /// Its bytes in the `srcset`.
    pub span: Range<usize>,
    /// The descriptors as written, without the whitespace around them: `2x`, `100w`, or empty.
    pub descriptors: &'a str,
}

/// The image candidates of a `srcset`, in order. Those whose descriptors the standard calls an error are left out, as a
/// browser drops them.
///
/// Linear in the length of `srcset`; allocates nothing.
///
/// ```
/// let urls: Vec<_> = bengal_html::srcset::candidates("cat.png, cat-big.png 2x").map(|found| found.url).collect();
/// assert_eq!(urls, ["cat.png", "cat-big.png"]);
/// ```
pub fn candidates(srcset: &str) -> Candidates<'_> {
    Candidates { source: srcset, at: 0 }
}

/// Iterator of [`candidates`].
#[derive(Clone, Debug)]
pub struct Candidates<'a> {
    source: &'a str,
    at: usize,
}

impl<'a> Iterator for Candidates<'a> {
    type Item = Candidate<'a>;

    fn next(&mut self) -> Option<Candidate<'a>> {
        loop {
            let (candidate, valid) = self.next_candidate()?;
            if valid {
                return Some(candidate);
            }
        }
    }
}

impl<'a> Candidates<'a> {
    /// The next candidate and whether its descriptors are valid.
    fn next_candidate(&mut self) -> Option<(Candidate<'a>, bool)> {
        let bytes = self.source.as_bytes();
        let start = self.at + bytes[self.at..].iter().position(|&byte| !is_whitespace(byte) && byte != b',')?;
        let end =
            bytes[start..].iter().position(|&byte| is_whitespace(byte)).map_or(bytes.len(), |length| start + length);
        let url = self.source[start..end].trim_end_matches(',');
        let span = start..start + url.len();
        if span.end < end {
            self.at = end;
            return Some((Candidate { url, span, descriptors: "" }, true));
        }
        let descriptors_end = end + length_of_descriptors(&bytes[end..]);
        self.at = (descriptors_end + 1).min(bytes.len());
        let descriptors = &self.source[end..descriptors_end];
        let valid = are_valid(descriptors);
        Some((Candidate { url, span, descriptors: crate::text::trim(descriptors) }, valid))
    }
}

/// Up to the comma that ends the candidate; one inside parentheses does not.
fn length_of_descriptors(bytes: &[u8]) -> usize {
    let mut in_parentheses = false;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            // Only a descriptor that has begun, or the start of the next, can open one; a second one nests nothing.
            b'(' => in_parentheses = true,
            b')' => in_parentheses = false,
            b',' if !in_parentheses => return at,
            _ => {}
        }
    }
    bytes.len()
}

/// Steps 9 to 15 of the algorithm: whether no descriptor is an error.
fn are_valid(descriptors: &str) -> bool {
    let (mut width, mut density, mut height) = (false, false, false);
    for descriptor in split(descriptors) {
        let mut number = descriptor.chars();
        let unit = number.next_back();
        let number = number.as_str();
        let accepted = match unit {
            Some('w') if !width && !density => {
                width = true;
                is_positive_integer(number)
            }
            Some('x') if !width && !density && !height => {
                density = true;
                is_non_negative_float(number)
            }
            Some('h') if !height && !density => {
                height = true;
                is_positive_integer(number)
            }
            _ => false,
        };
        if !accepted {
            return false;
        }
    }
    !height || width
}

/// Splits at whitespace outside parentheses.
fn split(descriptors: &str) -> impl Iterator<Item = &str> {
    let mut in_parentheses = false;
    descriptors
        .split(move |character: char| {
            match character {
                '(' => in_parentheses = true,
                ')' => in_parentheses = false,
                _ => {}
            }
            !in_parentheses && character.is_ascii() && is_whitespace(character as u8)
        })
        .filter(|descriptor| !descriptor.is_empty())
}

/// A valid non-negative integer of the standard that is not zero.
fn is_positive_integer(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) && text.bytes().any(|byte| byte != b'0')
}

/// A valid floating-point number of the standard that is not below zero.
fn is_non_negative_float(text: &str) -> bool {
    let (negative, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let mantissa_length = rest.find(['e', 'E']).unwrap_or(rest.len());
    let (mantissa, exponent) = rest.split_at(mantissa_length);
    let mantissa_is_valid = match mantissa.split_once('.') {
        Some((whole, fraction)) => are_digits(whole) && are_digits(fraction) && !fraction.is_empty(),
        None => are_digits(mantissa) && !mantissa.is_empty(),
    };
    let exponent_is_valid = exponent.is_empty() || {
        let digits = exponent[1..].strip_prefix(['+', '-']).unwrap_or(&exponent[1..]);
        are_digits(digits) && !digits.is_empty()
    };
    let is_zero = mantissa.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    mantissa_is_valid && exponent_is_valid && (!negative || is_zero)
}

fn are_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urls(srcset: &str) -> Vec<&str> {
        candidates(srcset)
            .inspect(|candidate| assert_eq!(&srcset[candidate.span.clone()], candidate.url))
            .map(|candidate| candidate.url)
            .collect()
    }

    #[test]
    fn splits_at_whitespace_and_final_commas_only() {
        assert_eq!(urls("a,b.png"), ["a,b.png"]);
        assert_eq!(urls("a, b 2x,c"), ["a", "b", "c"]);
        assert_eq!(urls(" ,, a,,, ,b\t1x\n, c"), ["a", "b", "c"]);
        assert_eq!(urls("data:,a 1x, b"), ["data:,a", "b"]);
        assert!(urls("").is_empty());
        assert!(urls(" , ,").is_empty());
    }

    #[test]
    fn drops_candidates_with_bad_descriptors_as_browsers_do() {
        for bad in
            ["a 0w", "a 1x 1w", "a 1w 1w", "a 1h", "a -1x", "a 1", "a x", "a +1x", "a 1.x", "a 1.5w", "a 1px", "a (1x"]
        {
            assert!(urls(bad).is_empty(), "{bad}");
        }
        for good in ["a 1w", "a 1w 2h", "a 1h 1w", "a .5x", "a 1e3x", "a -0x", "a 0x", "a 1.5E-2x"] {
            assert_eq!(urls(good), ["a"], "{good}");
        }
        assert_eq!(urls("a (,), b"), ["b"]);
    }
}
