//! The algorithm for `srcset`, as a machine over characters, state by state as the standard has it.

/// The URLs of the candidates that are no error.
pub(super) fn urls(srcset: &str) -> Vec<String> {
    let is_space = |character: char| matches!(character, ' ' | '\t' | '\n' | '\x0c' | '\r');
    let mut characters = srcset.chars().peekable();
    let mut urls = Vec::new();
    loop {
        while characters.next_if(|&character| is_space(character) || character == ',').is_some() {}
        if characters.peek().is_none() {
            return urls;
        }
        let mut url = String::new();
        while let Some(character) = characters.next_if(|&character| !is_space(character)) {
            url.push(character);
        }
        let mut descriptors = Vec::new();
        if url.ends_with(',') {
            url.truncate(url.trim_end_matches(',').len());
        } else {
            descriptors = tokenize(&mut characters, is_space);
        }
        if is_candidate(&descriptors) {
            urls.push(url);
        }
    }
}

fn tokenize(characters: &mut std::iter::Peekable<std::str::Chars<'_>>, is_space: impl Fn(char) -> bool) -> Vec<String> {
    enum State {
        InDescriptor,
        InParens,
        AfterDescriptor,
    }
    while characters.next_if(|&character| is_space(character)).is_some() {}
    let mut state = State::InDescriptor;
    let mut current = String::new();
    let mut descriptors = Vec::new();
    let mut finish = |current: &mut String| {
        if !current.is_empty() {
            descriptors.push(std::mem::take(current));
        }
    };
    for character in characters.by_ref() {
        match state {
            State::AfterDescriptor if is_space(character) => continue,
            State::AfterDescriptor => state = State::InDescriptor,
            _ => {}
        }
        match (&state, character) {
            (State::InParens, ')') => {
                current.push(')');
                state = State::InDescriptor;
            }
            (State::InParens, _) => current.push(character),
            (_, ',') => break,
            (_, '(') => {
                current.push('(');
                state = State::InParens;
            }
            _ if is_space(character) => {
                finish(&mut current);
                state = State::AfterDescriptor;
            }
            _ => current.push(character),
        }
    }
    finish(&mut current);
    descriptors
}

fn is_candidate(descriptors: &[String]) -> bool {
    let (mut widths, mut densities, mut heights) = (0, 0, 0);
    for descriptor in descriptors {
        let (number, count) = match descriptor.char_indices().last() {
            Some((at, 'w')) => (&descriptor[..at], &mut widths),
            Some((at, 'h')) => (&descriptor[..at], &mut heights),
            Some((at, 'x')) => {
                // What Rust reads as a number and the standard does not.
                let looks_right =
                    descriptor[..at].bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'))
                        && !descriptor.starts_with('+')
                        && !descriptor[..at].ends_with('.')
                        && !descriptor.contains(".e")
                        && !descriptor.contains(".E");
                match descriptor[..at].parse::<f64>() {
                    Ok(number) if looks_right && number >= 0.0 => densities += 1,
                    _ => return false,
                }
                continue;
            }
            _ => return false,
        };
        if number.is_empty()
            || number.contains(|digit: char| !digit.is_ascii_digit())
            || number.trim_matches('0').is_empty()
        {
            return false;
        }
        *count += 1;
    }
    matches!((widths, densities, heights), (0, 0 | 1, 0) | (1, 0, 0 | 1))
}
