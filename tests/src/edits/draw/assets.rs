//! Assets of the fixture: style sheets, images, fonts, scripts, files that are published as they are.

use super::words::fill;
use crate::edits::random::Random;

const ASSETS: [(&str, &str); 22] = [
    ("assets/css/main.css", "@import \"base.css\";\nbody { background: url(../img/logo.svg); margin: @n@px }\n"),
    ("assets/css/main.css", "@import \"base.css\";\n@import url(extra.css) print;\nbody { margin: @n@px }\n"),
    ("assets/css/base.css", "@font-face { font-family: f; src: url(../fonts/f.woff2) }\np { margin: @n@px }\n"),
    ("assets/css/extra.css", "a { background: url(\"../img/gone.svg\"); margin: @n@px }\n"),
    ("assets/css/base.css", "@import \"main.css\";\nq { margin: @n@px }\n"),
    ("assets/css/style.css", "body { margin: @n@px }\n"),
    ("assets/fonts/f.woff2", "font @n@@n@"),
    ("assets/img/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"@n@\" height=\"1\"/>"),
    ("assets/img/unused.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"@n@\"/>"),
    ("assets/js/app.js", "import './part.js';\nconsole.log(@n@);\n"),
    ("assets/js/part.js", "export const n = @n@;\n"),
    ("content/pic.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1@n@\" height=\"2@n@\"/>"),
    ("content/docs/pic.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"3@n@\" height=\"4@n@\"/>"),
    ("content/docs/bundle/own.png", "png @n@"),
    ("content/blog/pic.png", "png @n@@n@"),
    ("static/img/raw.png", "raw @n@"),
    ("static/robots.txt", "User-agent: @n@\n"),
    ("static/docs/a/index.html", "<p>static @n@</p>"),
    ("static/file.txt", "@word@ @n@"),
    ("static/css/plain.css", "a { background: url(/img/raw.png); margin: @n@px }\n"),
    ("themes/own/assets/css/main.css", "i { margin: @n@px }\n"),
    ("content/docs/guide/data.json", "{\"n\": @n@}"),
];

/// The paths of pictures that pages show.
const PICTURES: [&str; 3] = ["content/docs/bundle/own.png", "content/blog/pic.png", "content/pic.png"];

/// A picture with its path: others can be made from it, as the configuration may wish.
pub(super) fn picture(random: &mut Random) -> (&'static str, Vec<u8>) {
    let (width, height) = (8 + random.below(40) as u32, 8 + random.below(8) as u32);
    let shade = random.below(256) as u8;
    let picture = image::GrayImage::from_pixel(width, height, image::Luma([shade]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture that memory can hold");
    (random.text(&PICTURES), bytes.into_inner())
}

/// An asset with its path.
pub(super) fn asset(random: &mut Random) -> (&'static str, String) {
    let (path, pattern) = ASSETS[random.below(ASSETS.len())];
    // The name of an at-rule is no placeholder.
    let pattern = pattern.replace("@import", "\u{1}import").replace("@font-face", "\u{1}font-face");
    (path, fill(random, &pattern).replace('\u{1}', "@"))
}

const INCLUDED: [&str; 9] = [
    "content/_part.md",
    "content/docs/_part.md",
    "content/docs/_inner.md",
    "content/docs/guide/_inner.md",
    "content/_deep/_more.md",
    "content/blog/_inner.md",
    "content/_inner.md",
    "content/_gone.md",
    "content/docs/guide/_part.md",
];

/// All paths of files that pages include.
pub(super) const fn all_included() -> &'static [&'static str] {
    &INCLUDED
}

/// A path of a file that pages include.
pub(super) fn included(random: &mut Random) -> &'static str {
    random.text(&INCLUDED)
}

const CODE: [(&str, &str); 4] = [
    ("code/main.rs", "fn main() {\n    let x = @n@;\n}\n"),
    ("code/tool.py", "x = @n@\nprint(x)\n"),
    ("content/code/main.rs", "fn inner() -> u8 { @n@ }\n"),
    ("content/docs/code/tool.py", "y = @n@\n"),
];

/// A file that pages show, with its path.
pub(super) fn code(random: &mut Random) -> (&'static str, String) {
    let (path, pattern) = CODE[random.below(CODE.len())];
    (path, fill(random, pattern))
}
