//! Names with fingerprints.

use bengal_core::Digest;

/// How many hexadecimal digits of the digest a name has: 48 bits.
const DIGITS: usize = 12;

/// The path of a file with its fingerprint: before the extension, and before both of `.tar.gz` and its like.
/// `None` for a hidden file without extension (`.htaccess`), whose name is its meaning.
pub(crate) fn with_fingerprint(logical: &str, digest: &Digest) -> Option<String> {
    let name_at = logical.rfind('/').map_or(0, |slash| slash + 1);
    let name = &logical[name_at..];
    let at = match name.rfind('.') {
        Some(0) => return None,
        Some(dot) => match name[..dot].rfind('.') {
            Some(inner) if inner > 0 && name[inner..dot].eq_ignore_ascii_case(".tar") => inner,
            _ => dot,
        },
        None => name.len(),
    };
    let at = name_at + at;
    Some(format!("{}.{}{}", &logical[..at], digest.hex(DIGITS), &logical[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_stands_before_the_extension() {
        let digest = Digest::of(b"");
        let named = |logical| with_fingerprint(logical, &digest);
        for (logical, expected) in [
            ("assets/css/style.css", "assets/css/style.af1349b9f5f9.css"),
            ("style.css.map", "style.css.af1349b9f5f9.map"),
            ("a.b/app.min.js", "a.b/app.min.af1349b9f5f9.js"),
            ("x/src.tar.gz", "x/src.af1349b9f5f9.tar.gz"),
            ("x/.tar.gz", "x/.tar.af1349b9f5f9.gz"),
            ("LICENSE", "LICENSE.af1349b9f5f9"),
            ("a.b/LICENSE", "a.b/LICENSE.af1349b9f5f9"),
        ] {
            assert_eq!(named(logical).as_deref(), Some(expected));
        }
        assert_eq!(named("a/.htaccess"), None);
    }
}
