//! Pages and assets of a documentation site that does not exist.

/// Pages with twenty assets each.
#[derive(Debug)]
pub struct Workload {
    /// Names of pages with the names of their assets.
    pub pages: Vec<(String, Vec<String>)>,
}

/// An asset that every page uses.
pub const USED_BY_ALL: &str = "css/style.css";
/// An asset that one page uses.
pub const USED_BY_ONE: &str = "content/docs/section-0000/images/page-00007/screenshot-a.png";
/// An asset that some 40 of the 200 pages of a section use.
pub const USED_BY_SOME: &str = "content/docs/section-0000/images/shared-03.svg";

const SITE_WIDE: [&str; 6] =
    [USED_BY_ALL, "css/print.css", "js/site.js", "js/search.js", "fonts/inter-latin.woff2", "images/logo.svg"];
const PAGES_OF_A_SECTION: usize = 200;

impl Workload {
    /// `pages` pages: 6 assets of each are the whole site's, 8 their section's, 4 come from 2,000 icons, 2 are their own.
    pub fn new(pages: usize) -> Self {
        let mut random = Random(1);
        let page = |number| {
            let section = number / PAGES_OF_A_SECTION;
            let folder = format!("content/docs/section-{section:04}");
            let mut assets: Vec<String> = SITE_WIDE.map(str::to_owned).to_vec();
            let first = random.below(40);
            assets.extend((0..8).map(|n| format!("{folder}/images/shared-{:02}.svg", (first + n * 5) % 40)));
            let first = random.below(2000);
            assets.extend((0..4).map(|n| format!("images/icons/icon-{:04}.svg", (first + n * 500) % 2000)));
            assets.extend(["a", "b"].map(|own| format!("{folder}/images/page-{number:05}/screenshot-{own}.png")));
            (format!("{folder}/page-{number:05}.md"), assets)
        };
        Self { pages: (0..pages).map(page).collect() }
    }

    /// How many pairs of a page and an asset there are.
    pub fn edges(&self) -> usize {
        self.pages.iter().map(|(_, assets)| assets.len()).sum()
    }
}

/// A linear congruential generator with Knuth's constants: the same pages on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}
