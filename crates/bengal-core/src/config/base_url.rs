//! `baseurl`: where the site will stand.

/// Splits a `baseurl` into its origin (`https://example.org`) and its path (`/docs`), both without a slash at the end and
/// either possibly empty.
///
/// # Errors
/// What is wrong with it, in words.
pub(super) fn split(base_url: &str) -> Result<(String, String), String> {
    let text = base_url.trim();
    if let Some(bad) = text.chars().find(|c| c.is_whitespace() || c.is_control() || "\"'<>\\^`{}|?#".contains(*c)) {
        return Err(format!("`{}` cannot stand in `baseurl`", bad.escape_debug()));
    }
    let (origin, path) = match text.find("://") {
        None if text.is_empty() || (text.starts_with('/') && !text.starts_with("//")) => ("", text),
        None => return Err("`baseurl` must be empty, a path such as `/docs`, or start with `https://`".to_owned()),
        Some(scheme) => {
            let host_start = scheme + 3;
            let host_end = text[host_start..].find('/').map_or(text.len(), |at| host_start + at);
            check_origin(&text[..scheme], &text[host_start..host_end])?;
            text.split_at(host_end)
        }
    };
    let mut base_path = String::new();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        let decoded = crate::url::decode_path(part);
        if matches!(decoded.as_deref(), None | Some("." | "..")) {
            return Err(format!("`{part}` cannot stand in the path of `baseurl`"));
        }
        base_path.push('/');
        base_path.push_str(part);
    }
    Ok((origin.to_owned(), base_path))
}

fn check_origin(scheme: &str, host: &str) -> Result<(), String> {
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return Err(format!("`baseurl` must be an `https` or `http` address, not `{scheme}`"));
    }
    if host.contains('@') {
        return Err("`baseurl` must not hold a user name".to_owned());
    }
    let name = host
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
        .map_or(host, |(name, _)| name);
    let ipv6 = name.starts_with('[') && name.ends_with(']');
    let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    if name.is_empty() || !(ipv6 || plain) {
        return Err("`baseurl` has no valid host name".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn splits_origin_and_path() {
        let cases = [
            ("", "", ""),
            ("/", "", ""),
            ("/bengal", "", "/bengal"),
            ("/a//b/", "", "/a/b"),
            ("https://example.org", "https://example.org", ""),
            ("https://example.org/", "https://example.org", ""),
            ("http://localhost:8080/docs/", "http://localhost:8080", "/docs"),
            ("https://[::1]:80/x", "https://[::1]:80", "/x"),
        ];
        for (text, origin, path) in cases {
            assert_eq!(split(text), Ok((origin.to_owned(), path.to_owned())), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_address() {
        let cases = [
            "example.org",
            "//example.org",
            "ftp://example.org",
            "https://",
            "https:///x",
            "https://u:p@example.org",
            "/a/../b",
            "/a/%2e%2e/b",
            "/a b",
            "/a?b",
            "/a\"onload",
            "javascript:alert(1)",
        ];
        for text in cases {
            assert!(split(text).is_err(), "{text}");
        }
    }
}
