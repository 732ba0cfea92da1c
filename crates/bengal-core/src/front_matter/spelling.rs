//! Keys of front matter that are probably misspelt. Every key is allowed, so only what is all but certain is named.

use crate::suggest;

/// Keys with a meaning.
const KNOWN: [&str; 39] = [
    "aliases",
    "author",
    "authors",
    "canonical",
    "cascade",
    "categories",
    "category",
    "content_type",
    "date",
    "description",
    "draft",
    "edition",
    "hidden",
    "icon",
    "id",
    "keywords",
    "lang",
    "lastmod",
    "layout",
    "menu",
    "nav_title",
    "noindex",
    "og_image",
    "outputs",
    "params",
    "permalink",
    "series",
    "slug",
    "summary",
    "tag",
    "tags",
    "template",
    "title",
    "type",
    "updated",
    "url",
    "variant",
    "visibility",
    "weight",
];

/// A key shorter than this has too many neighbours that are words of their own (`data`, `typo`).
const SHORTEST: usize = 5;

/// The known key that is meant by an unknown one: the same in other letter case, or one typing mistake away from a key that the page does not have.
///
/// ```text
/// Draft → draft, titel → title, wieght → weight
/// ```
pub(super) fn meant(key: &str, is_given: impl Fn(&str) -> bool) -> Option<&'static str> {
    if KNOWN.contains(&key) {
        return None;
    }
    if let Some(same) = KNOWN.into_iter().find(|known| known.eq_ignore_ascii_case(key)) {
        return Some(same);
    }
    let near = |known: &&str| known.len() >= SHORTEST && suggest::is_one_mistake_away(key, known) && !is_given(known);
    // A plural of a known key is a word of its own.
    KNOWN.into_iter().find(near).filter(|known| key.len() >= SHORTEST && key.strip_suffix('s') != Some(known))
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn only_what_is_all_but_certain() {
        let none = |_: &str| false;
        for (key, expected) in [
            ("titel", Some("title")),
            ("weigth", Some("weight")),
            ("Draft", Some("draft")),
            ("TAGS", Some("tags")),
            ("tagline", None),
            ("title", None),
            ("titles", None),
            ("data", None),
            ("ms.date", None),
            ("f1_keywords", None),
        ] {
            assert_eq!(meant(key, none), expected, "{key}");
        }
        assert_eq!(meant("titel", |known| known == "title"), None, "the page has a title");
    }
}
