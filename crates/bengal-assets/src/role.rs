//! What a file is, as far as references in it go.

/// The kind of an asset, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    StyleSheet,
    Script,
    Svg,
    Manifest,
    Document,
    /// Nothing is looked for in it.
    Opaque,
}

impl Role {
    /// The role of the file at a logical path. The case of letters does not count.
    pub(crate) fn of(logical: &str) -> Self {
        let name = logical.rsplit('/').next().unwrap_or(logical).to_ascii_lowercase();
        match name.rsplit_once('.').map(|(_, extension)| extension) {
            Some("css") => Self::StyleSheet,
            Some("js" | "mjs") => Self::Script,
            Some("svg") => Self::Svg,
            Some("webmanifest") => Self::Manifest,
            Some("html" | "htm") => Self::Document,
            _ if name == "manifest.json" => Self::Manifest,
            _ => Self::Opaque,
        }
    }

    /// Whether there may be references in it.
    pub(crate) fn is_linkable(self) -> bool {
        self != Self::Opaque
    }
}
