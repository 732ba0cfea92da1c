//! Answers about assets: what [`AssetSource`] says.

use super::encoding::Encoding;
use crate::{AssetError, AssetQuery, AssetSource};

/// The name of a question, as it is stored.
pub(super) fn query_name(query: AssetQuery) -> String {
    match query {
        AssetQuery::Content => "content".to_owned(),
        AssetQuery::Integrity => "integrity".to_owned(),
        AssetQuery::Image => "image".to_owned(),
        AssetQuery::Derived(operation) => format!("derived {operation}"),
    }
}

/// The question of this name.
pub(super) fn query_named(name: &str) -> Option<AssetQuery> {
    Some(match name {
        "content" => AssetQuery::Content,
        "integrity" => AssetQuery::Integrity,
        "image" => AssetQuery::Image,
        _ => AssetQuery::Derived(name.strip_prefix("derived ")?.parse().ok()?),
    })
}

/// Writes an answer down: that there is one, then what it is; or why there is none.
pub(super) fn write(assets: &dyn AssetSource, path: &str, query: AssetQuery, out: &mut Encoding) {
    let written = match query {
        AssetQuery::Content => assets.content_digest(path).map(|digest| {
            out.flag(true);
            out.bytes(digest.as_bytes());
        }),
        AssetQuery::Integrity => assets.integrity(path).map(|digest| {
            out.flag(true);
            out.text(&digest);
        }),
        AssetQuery::Image => assets.image(path).map(|image| {
            out.flag(true);
            out.number(i64::from(image.width));
            out.number(i64::from(image.height));
            out.flag(image.can_derive);
        }),
        AssetQuery::Derived(operation) => assets.derive(path, operation).map(|derived| {
            out.flag(true);
            out.text(&derived.path);
            out.number(i64::from(derived.width));
            out.number(i64::from(derived.height));
        }),
    };
    if let Err(error) = written {
        write_error(&error, out);
    }
}

fn write_error(error: &AssetError, out: &mut Encoding) {
    out.flag(false);
    out.text(&error.to_string());
}
