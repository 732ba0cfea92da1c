//! Every asset reference of an HTML page, exactly, with its byte span; and new URLs put into those spans.
//!
//! ```
//! use bengal_html::{Replacement, extract, splice};
//!
//! let page = r#"<img srcset="cat.png 1x, cat-big.png 2x"><p style="background: url('paper.png')">"#;
//! let found = extract(page);
//! let urls: Vec<_> = found.iter().map(|reference| &*reference.url).collect();
//! assert_eq!(urls, ["cat.png", "cat-big.png", "paper.png"]);
//!
//! let moved: Vec<_> = found.iter().map(|found| Replacement::new(found, format!("/static/{}", found.url))).collect();
//! let linked = splice(page, &moved)?;
//! assert!(linked.contains("url('/static/paper.png')"));
//! # Ok::<(), bengal_html::SpliceError>(())
//! ```
//!
//! This crate knows text and nothing else: no files, no sites, no threads, no caches. It resolves no URL against another
//! and decodes no percent signs.
//!
//! # What is a reference
//!
//! | element | attribute | [`Kind`] |
//! |---|---|---|
//! | `img` (also written `image`) | `src`, `srcset` | image |
//! | `source` | `src`; `srcset` | media; image |
//! | `video` | `src`; `poster` | media; image |
//! | `audio`, `track` | `src` | media |
//! | `script` | `src` | script |
//! | `iframe`, `frame` | `src` | frame |
//! | `embed`; `object` | `src`; `data` | embed |
//! | `input type=image` | `src` | image |
//! | `body`, `table`, `thead`, `tbody`, `tfoot`, `tr`, `td`, `th` | `background` | image |
//! | `link rel=stylesheet` | `href`, `imagesrcset` | stylesheet, image |
//! | `link` with `rel` `icon`, `apple-touch-icon`, `apple-touch-icon-precomposed`, `apple-touch-startup-image`, `mask-icon` | the same | icon, image |
//! | `link rel=manifest` | the same | manifest, image |
//! | `link` with `rel` `preload`, `modulepreload`, `prefetch` | the same | preload (font with `as=font`), image |
//! | `link rel=image_src` | the same | image, image |
//! | `meta` with `property` or `name` `og:image`, `og:video`, `og:audio`, `twitter:image`, each also with `:url` or `:secure_url` | `content` | meta |
//! | SVG `image`, `use`, `feImage` | `href`, `xlink:href` | image |
//! | SVG `script` | `href`, `xlink:href` | script |
//! | `style`, of HTML and of SVG | its text, as a style sheet | see [`css`] |
//! | every element, of HTML, SVG and MathML | `style`, as declarations | see [`css`] |
//! | `iframe` | `srcdoc`: its document, two levels deep | as in the document |
//! | `a`, `area`; SVG `a` ([`with_anchors`](Extractor::with_anchors)) | `href`; `href`, `xlink:href` | anchor |
//! | `link` of any other relation, such as `alternate` ([`with_anchors`](Extractor::with_anchors)) | `href` | anchor |
//! | `base` ([`with_base`](Extractor::with_base)) | `href` | base |
//!
//! If a `link` has several relations, the first row of the table that fits decides. If an element has an attribute twice,
//! the first counts, as the standard has it. The content of a `<template>` counts; that of comments, scripts, and other
//! text does not. `data:` and fragment-only URLs are reported and [can be told](Reference::is_data); empty ones are not
//! references. Candidates of a `srcset` that a browser drops because of their descriptors are not reported.
//!
//! # How exact it is
//!
//! A page means what <https://html.spec.whatwg.org/> says, with scripting off unless
//! [asked for](Extractor::with_scripting). A scanner reads it tag by tag; it is the standard's tokenizer. What a page
//! means depends on more than its tags in few ways. There the tokens are handed to html5ever's tree builder, which decides:
//!
//! * a `<frameset>` where it may take the place of the body (before any `<body>` tag);
//! * HTML within SVG or MathML, an end tag there that matches no open element, or more than 64 open elements;
//! * a tag that may be ignored as a whole (`html`, `head`, a second `body`, `form`, `select`, `noscript`, and the parts of
//!   tables) and refers to something in its `style` or `background`;
//! * a `<col>` or `<colgroup>` after a `<template>`, and a `<table>` after one that refers to something.
//!
//! Tree construction ends for good where more than 512 elements and formatting elements are open, or where it has taken
//! more than 32 steps for every byte and sixteen million besides: a step is a look at one element of its lists. Past that
//! cap every start tag is taken for an element, wherever it stands. Browsers build no deeper documents either; the steps
//! are more than deeply nested pages of ordinary markup need (a megabyte of `<b>x</b>` twenty elements deep stays below),
//! but pages that the tree builder reads and that close the same misnested tags again and again can reach them.
//!
//! Two things differ from what a browser ends up with: the children of `<selectedcontent>` count as they are written, also
//! where a browser replaces them by those of an option; and scripts do not run.
//!
//! # Features
//!
//! `oracle` (off by default) adds the `oracle` module: the same rules over a document of html5ever and markup5ever_rcdom, written
//! independently, for whoever wants to check this crate.
#![forbid(unsafe_code)]

pub mod css;
mod emit;
mod encoding;
mod extractor;
#[cfg(any(test, feature = "oracle"))]
pub mod oracle;
mod reference;
mod rules;
mod scanner;
mod splice;
pub mod srcset;
mod syntax;
mod text;
mod tree;

pub use encoding::{ByteExtraction, decode, extract_bytes};
pub use extractor::{Extractor, Visited, extract};
pub use reference::{Kind, Reference};
pub use splice::{Replacement, SpliceError, splice, written};
pub use syntax::{Form, Layer, Syntax};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[cfg(test)]
mod tests;
