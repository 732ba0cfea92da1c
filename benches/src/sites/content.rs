//! What the pages say, before a peer's way of writing it is chosen.

use super::Size;
use super::prose;
use super::random::Random;

/// Sections of every site.
pub const SECTIONS: usize = 20;
/// Tags of every site.
pub const TAGS: usize = 200;

/// Where a page's pictures and links come from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope {
    pub(super) pages: usize,
    pub(super) images: usize,
}

/// One page.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) number: usize,
    pub(super) title: String,
    pub(super) description: String,
    /// As `YYYY-MM-DD`.
    pub(super) date: String,
    pub(super) weight: usize,
    pub(super) tags: Vec<String>,
    /// The picture at the top, and the one for dense screens.
    pub(super) hero: Option<(usize, usize)>,
    pub(super) body: Vec<Block>,
}

/// A block of a body. Peers differ in links and pictures only; all else is Markdown that they have in common.
#[derive(Debug)]
pub(super) enum Block {
    Markdown(String),
    Image {
        image: usize,
        alt: String,
    },
    /// A sentence with a link to a page.
    Link {
        before: String,
        page: usize,
        text: String,
    },
    Code {
        language: &'static str,
        code: String,
    },
}

/// The section that a page is in.
pub(super) fn section_of(page: usize) -> usize {
    page % SECTIONS
}

/// The folder of a section.
pub(super) fn section_name(section: usize) -> String {
    format!("section-{section:02}")
}

/// The file name of a page, without extension.
pub(super) fn page_name(page: usize) -> String {
    format!("page-{page:05}")
}

/// A tag.
pub(super) fn tag_name(tag: usize) -> String {
    format!("tag-{tag:03}")
}

/// The file name of a picture: every fifth is a drawing.
pub(super) fn image_name(image: usize) -> String {
    let extension = if image % 5 == 4 { "svg" } else { "png" };
    format!("figure-{image:03}.{extension}")
}

impl Page {
    /// The page of that number: the same one whichever peer it is for.
    pub(super) fn new(number: usize, scope: Scope, size: Size) -> Self {
        let mut random = Random::new(1, number);
        let title = prose::title(&mut random, number);
        let description = prose::sentence(&mut random).replace(['*', '`'], "");
        let date = format!("{}-{:02}-{:02}", random.between(2018, 2025), random.between(1, 12), random.between(1, 28));
        let weight = random.between(1, 1_000_000);
        match size {
            Size::Full => {
                let count = random.between(2, 5);
                let tags = random.distinct(count, TAGS).into_iter().map(tag_name).collect();
                let hero = (scope.images > 0).then(|| (random.below(scope.images), random.below(scope.images)));
                let body = full_body(&mut random, scope);
                Self { number, title, description, date, weight, tags, hero, body }
            }
            Size::Small => {
                let tags = vec![tag_name(random.below(TAGS))];
                let body = vec![Block::Markdown(prose::paragraph(&mut random, 2)), link(&mut random, scope)];
                Self { number, title, description, date, weight, tags, hero: None, body }
            }
        }
    }
}

/// Some 4 KB: four headings, two lists, a table, a quote, two fenced blocks, pictures and links in between.
fn full_body(random: &mut Random, scope: Scope) -> Vec<Block> {
    let mut body = vec![Block::Markdown(prose::paragraph(random, 3))];
    for part in 0..4 {
        body.push(Block::Markdown(format!("{} {}", if part == 2 { "###" } else { "##" }, prose::heading(random))));
        body.push(Block::Markdown(prose::paragraph(random, 4)));
        match part {
            0 => {
                body.push(Block::Markdown(list(random, |_| "- ".to_owned())));
                body.push(Block::Code { language: "rust", code: prose::rust(random) });
            }
            1 => body.push(Block::Markdown(prose::table(random))),
            2 => {
                body.push(Block::Markdown(list(random, |number| format!("{number}. "))));
                body.push(Block::Code { language: "python", code: prose::python(random) });
            }
            _ => body.push(Block::Markdown(format!("> {}", prose::paragraph(random, 2)))),
        }
    }
    body.push(Block::Markdown(prose::paragraph(random, 3)));
    for _ in 0..random.between(3, 6) {
        let block = link(random, scope);
        insert(random, &mut body, block);
    }
    if scope.images > 0 {
        let count = random.between(2, 5);
        for image in random.distinct(count, scope.images) {
            let alt = prose::heading(random);
            insert(random, &mut body, Block::Image { image, alt });
        }
    }
    body
}

fn insert(random: &mut Random, body: &mut Vec<Block>, block: Block) {
    let place = random.between(1, body.len());
    body.insert(place, block);
}

fn list(random: &mut Random, marker: impl Fn(usize) -> String) -> String {
    let items: Vec<String> = (1..=5).map(|number| format!("{}{}", marker(number), prose::sentence(random))).collect();
    items.join("\n")
}

fn link(random: &mut Random, scope: Scope) -> Block {
    Block::Link { before: prose::sentence(random), page: random.below(scope.pages), text: prose::heading(random) }
}
