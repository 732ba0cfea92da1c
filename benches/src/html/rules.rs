//! The rule table over elements, for peers that have no rules of their own. Counts URLs and their bytes.

/// What the attributes and style sheets of a page refer to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) references: usize,
    pub(super) bytes: usize,
}

impl Tally {
    pub(super) fn url(&mut self, url: &str) {
        let url = url.trim_ascii();
        if !url.is_empty() {
            self.references += 1;
            self.bytes += url.len();
        }
    }

    pub(super) fn srcset(&mut self, srcset: &str) {
        bengal_html::srcset::candidates(srcset).for_each(|candidate| self.url(candidate.url));
    }

    pub(super) fn style_sheet(&mut self, css: &str) {
        bengal_html::css::references(css).iter().for_each(|reference| self.url(&reference.url));
    }

    pub(super) fn declarations(&mut self, css: &str) {
        bengal_html::css::declaration_references(css).iter().for_each(|reference| self.url(&reference.url));
    }

    /// The references of one element; `get` gives the value of an attribute.
    pub(super) fn element<V: AsRef<str>>(&mut self, is_svg: bool, name: &str, get: impl Fn(&str) -> Option<V>) {
        let mut url = |attribute: &str| {
            if let Some(value) = get(attribute) {
                self.url(value.as_ref());
            }
        };
        match name {
            "image" | "use" | "feImage" | "feimage" | "script" if is_svg => {
                url("href");
                url("xlink:href");
            }
            _ if is_svg => {}
            "img" | "source" => {
                url("src");
                if let Some(value) = get("srcset") {
                    self.srcset(value.as_ref());
                }
            }
            "script" | "iframe" | "frame" | "audio" | "track" | "embed" => url("src"),
            "video" => {
                url("src");
                url("poster");
            }
            "object" => url("data"),
            "body" | "table" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th" => url("background"),
            "input" if get("type").is_some_and(|value| value.as_ref().eq_ignore_ascii_case("image")) => url("src"),
            "meta" => {
                let is = |value: V| PREVIEWS.iter().any(|known| value.as_ref().eq_ignore_ascii_case(known));
                if get("property").is_some_and(is) || get("name").is_some_and(is) {
                    url("content");
                }
            }
            "link" => {
                let is = |relation: &str| LINKS.iter().any(|known| relation.eq_ignore_ascii_case(known));
                if get("rel").is_some_and(|value| value.as_ref().split_ascii_whitespace().any(is)) {
                    url("href");
                    if let Some(value) = get("imagesrcset") {
                        self.srcset(value.as_ref());
                    }
                }
            }
            _ => {}
        }
    }
}

const LINKS: [&str; 11] = [
    "stylesheet",
    "preload",
    "modulepreload",
    "prefetch",
    "icon",
    "apple-touch-icon",
    "apple-touch-icon-precomposed",
    "apple-touch-startup-image",
    "mask-icon",
    "manifest",
    "image_src",
];

const PREVIEWS: [&str; 12] = [
    "og:image",
    "og:image:url",
    "og:image:secure_url",
    "og:video",
    "og:video:url",
    "og:video:secure_url",
    "og:audio",
    "og:audio:url",
    "og:audio:secure_url",
    "twitter:image",
    "twitter:image:url",
    "twitter:image:secure_url",
];
