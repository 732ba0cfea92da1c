//! Documents that aim at the places where HTML is hard: text modes, foreign content with integration points, templates,
//! tables, framesets, escaped scripts, odd attributes, and all of it cut and mixed at any byte.

/// A generator of documents: the same ones for the same seed.
pub(crate) struct Generator {
    state: u64,
    urls: u32,
}

const NAMES: &[&str] = &[
    "img",
    "image",
    "source",
    "script",
    "link",
    "iframe",
    "frame",
    "video",
    "audio",
    "track",
    "embed",
    "object",
    "input",
    "meta",
    "base",
    "a",
    "area",
    "style",
    "svg",
    "math",
    "template",
    "title",
    "textarea",
    "xmp",
    "noembed",
    "noframes",
    "noscript",
    "plaintext",
    "frameset",
    "table",
    "caption",
    "colgroup",
    "col",
    "tbody",
    "thead",
    "tfoot",
    "tr",
    "td",
    "th",
    "select",
    "option",
    "optgroup",
    "form",
    "html",
    "head",
    "body",
    "p",
    "div",
    "b",
    "i",
    "font",
    "nobr",
    "li",
    "dd",
    "br",
    "hr",
    "pre",
    "button",
    "marquee",
    "h1",
    "ruby",
    "rt",
    "foreignObject",
    "desc",
    "g",
    "use",
    "feImage",
    "mi",
    "mo",
    "mtext",
    "annotation-xml",
    "mglyph",
    "malignmark",
    "x-y",
    "h2",
    "span",
    "em",
    "u",
    "center",
    "address",
    "keygen",
    "wbr",
];

const WRAPPERS: &[&str] = &[
    "svg",
    "math",
    "template",
    "table",
    "select",
    "noscript",
    "style",
    "script",
    "title",
    "textarea",
    "p",
    "b",
    "a",
    "td",
    "foreignObject",
    "desc",
    "mi",
    "annotation-xml encoding=text/html",
    "annotation-xml",
    "frameset",
    "head",
    "body",
];

const TEXTS: &[&str] = &[
    " ",
    "\n",
    "x",
    "\0",
    "\r",
    "\r\n",
    "&amp;",
    "&#32;",
    "&#10;",
    "&lt;img src=no>",
    "<",
    "</",
    "<!",
    "<?x>",
    "</>",
    "</ x>",
    "<!-->",
    "<!--->",
    "<!---->",
    "<!--x-->",
    "<!--x--!>",
    "<!-- <!-- -->",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<![CDATA[x]]>",
    "<!doctype html>",
    "<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 3.2//EN\">",
    "\u{feff}",
    "é",
    "<script>",
    "</script>",
    "<!--<script>",
    "<!--<script></script>-->",
    "</script >",
    "</style>",
    "</title>",
    "</p>",
    "</br>",
    "</svg>",
    "</math>",
    "</template>",
    "</table>",
    "</body>",
    "</html>",
    "</head>",
    "</select>",
    "</frameset>",
    "<plaintext>",
    "'",
    "\"",
    "=",
    ">",
    "/",
    "&",
    ";",
    "@import '#';",
    "url(#)",
    "url('#')",
    "image-set('#')",
    "{",
    "}",
    "(",
    ")",
    "/*",
    "*/",
    "\\",
    "<svg>",
    "<math>",
    "<template>",
    "<svg><style>",
    "<svg><style>@import '#",
    "<svg><style>a{b:url(#",
    "<svg><style>@import '#<!-- <![CDATA[ -->",
    "<![CDATA[#]]>",
    "<g style='a:url(#)'>",
    "<frameset>",
    "<svg><foreignObject>",
    "<math><mi>",
    "<table>",
    "<col>",
    "<svg><title>",
    "<noscript>",
    "<select>",
    "<b x=1>",
    "<b x=2>",
    "<a href=#>",
    "</a>",
    "</b>",
    "<nobr>",
];

const ATTRIBUTES: &[&str] = &[
    "src",
    "srcset",
    "href",
    "xlink:href",
    "data",
    "poster",
    "background",
    "content",
    "style",
    "imagesrcset",
    "srcdoc",
    "rel",
    "type",
    "name",
    "property",
    "as",
    "color",
    "face",
    "size",
    "encoding",
    "class",
    "SRC",
    "Style",
    "x",
    "src\0",
    "=src",
];

const VALUES: &[&str] = &[
    "stylesheet",
    "preload",
    "icon",
    "manifest",
    "image_src",
    "font",
    "image",
    "IMAGE",
    "hidden",
    "og:image",
    "twitter:image:url",
    "text/html",
    "application/xhtml+xml",
    "",
    " ",
    "#",
    " # ",
    "#, # 2x",
    "# 1w, # 2w, #,",
    "a:url(#)",
    "a:url('#')",
    "a:url(&quot;#&quot;)",
    "a:url(&#39#&#39)",
    "a:u\\72l(#)",
    "a:image-set(\"#\" 1x)",
    "#&amp;#",
    "#&copy=",
    "#&copy",
    "&#x41;#",
    "#\r\n#",
    "#\0",
    "<img src=#>",
    "&lt;img src=#&gt;",
    "<p style='a:url(#)'>",
    "//#",
    "data:,#",
    "#(1x), #",
    "a:url(# )",
    "a:url( #",
    "a:url(\"#",
    "@import '#'",
    "#\\",
    "&#32;#&#32;",
    "é#",
];

const NOISE: &[u8] = b"<>/=\"'&;!-[]?\0\r\n\tab(){}@\\#, ";

impl Generator {
    /// A generator whose documents depend on `seed` alone.
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678_9abc_def1, urls: 0 }
    }

    fn next(&mut self) -> u64 {
        // SplitMix64.
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    fn one_in(&mut self, chance: usize) -> bool {
        self.below(chance) == 0
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[self.below(from.len())]
    }

    /// `text` with a URL of its own for every `#`.
    fn push_numbered(&mut self, document: &mut String, text: &str) {
        for (index, part) in text.split('#').enumerate() {
            if index > 0 {
                // Numeric references keep their sign.
                if document.ends_with('&') {
                    document.push('#');
                } else {
                    self.urls += 1;
                    document.push_str(&format!("u{}", self.urls));
                }
            }
            document.push_str(part);
        }
    }

    fn push_attribute(&mut self, document: &mut String) {
        let name = self.pick(ATTRIBUTES);
        let separator = self.below(24);
        document.push_str(match separator {
            0 => "/",
            1 => "",
            2 => "\n",
            _ => " ",
        });
        document.push_str(name);
        if self.one_in(16) {
            return;
        }
        let value = self.pick(VALUES);
        match self.below(12) {
            0 => document.push_str(" = "),
            1 => document.push_str("=\n"),
            _ => document.push('='),
        }
        match self.below(4) {
            0 => {
                document.push('"');
                self.push_numbered(document, value);
                document.push('"');
            }
            1 => {
                document.push('\'');
                self.push_numbered(document, value);
                document.push('\'');
            }
            2 => self.push_numbered(document, value),
            _ => self.push_numbered(document, "\"#\""),
        }
    }

    fn push_tag(&mut self, document: &mut String) {
        let name = self.pick(NAMES);
        document.push_str(if self.one_in(4) { "</" } else { "<" });
        if self.one_in(16) {
            document.push_str(&name.to_ascii_uppercase());
        } else {
            document.push_str(name);
        }
        for _ in 0..self.below(4) {
            self.push_attribute(document);
        }
        document.push_str(match self.below(20) {
            0 => "/>",
            1 => " />",
            2 => " >",
            3 => "",
            _ => ">",
        });
    }

    fn push_piece(&mut self, document: &mut String, depth: usize) {
        match self.below(10) {
            0..=4 => self.push_tag(document),
            5..=7 => {
                let text = self.pick(TEXTS);
                self.push_numbered(document, text);
            }
            _ if depth > 0 => {
                let wrapper = self.pick(WRAPPERS);
                document.push_str(&format!("<{wrapper}>"));
                for _ in 0..self.below(4) {
                    self.push_piece(document, depth - 1);
                }
                let name = wrapper.split(' ').next().unwrap_or_default();
                if !self.one_in(6) {
                    document.push_str(&format!("</{name}>"));
                }
            }
            _ => self.push_tag(document),
        }
    }

    /// The next document, with references at its end that show whether the reader is still on the right path.
    pub(crate) fn document(&mut self) -> String {
        self.urls = 0;
        let mut document = String::new();
        if self.one_in(4) {
            document.push_str("<!doctype html><html><head></head><body>");
        }
        for _ in 0..1 + self.below(8) {
            self.push_piece(&mut document, 3);
        }
        if self.one_in(3) {
            self.disturb(&mut document);
        }
        if !self.one_in(8) {
            self.push_numbered(
                &mut document,
                "<img src=#><p style='a:url(#)'><link rel=icon href=#><style>a{b:url(#)}</style>",
            );
            self.push_numbered(&mut document, "<td style='a:url(#)'><svg><image href=#></svg><a href=#>");
        }
        document
    }

    /// Puts, takes and cuts single bytes.
    fn disturb(&mut self, document: &mut String) {
        for _ in 0..1 + self.below(4) {
            let at = self.below(document.len() + 1);
            let at = document.floor_char_boundary(at);
            match self.below(4) {
                0 => document.truncate(at),
                1 if at < document.len() => drop(document.remove(at)),
                2 => {
                    let payload = self.pick(TEXTS);
                    document.insert_str(at, &payload.replace('#', "u0"));
                }
                _ => {
                    let noise = NOISE[self.below(NOISE.len())];
                    document.insert(at, char::from(noise));
                }
            }
        }
    }
}
