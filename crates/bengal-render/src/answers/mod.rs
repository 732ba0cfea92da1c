//! What the reads of pages have for answers in a site, as digests.
//!
//! A page that was rendered in one build is rendered with the same result in another one if its source is the same and every read that was
//! recorded for it has the same answer. [`Answers`] says what the answer is: not the answer itself but its digest, over a stated and
//! portable encoding (see `encoding`) of *exactly what can be seen* by asking. Two rules hold for each kind of read:
//!
//! * **Never wrong.** If what a page may have seen differs, the digests differ. Where that cannot be told cheaply, more is in the
//!   digest than was seen.
//! * **No more than asked.** The answer for a title does not change with a body, that for a list of pages not with a title.
//!
//! | read | its answer is made of |
//! |---|---|
//! | `Settings` | this program's version and the typed settings that rendering acts on by itself |
//! | `Page(p, "fields")` | all that `p` is by its front matter, place and cascade; of a cut list also which part it is |
//! | `Page(p, field)` | the field; another page where it is one is its name, a section its path |
//! | `Page(p, "content")`, `"toc"`, `"excerpt"`, … | what came out of rendering `p`'s text ([derived](#derived-answers)) |
//! | `Page(p, "list")`, `Section(s, "pages")`, `Site("pages")`, `Term(t, s, "pages")`, … | the names of the pages, in order |
//! | `Page(p, "list.title")`, `Section(s, "pages.date")`, … | that field of each of the pages, in order |
//! | `Section(s, field)` | the field; `sections`, `children`: paths and names in order |
//! | `Section(s, "nav_tree")` | the whole tree as HTML, and whose mark goes where |
//! | `NavLevel(s, entry)` | the same of the entries that are shown around one, and how many are not |
//! | `NavFits(s, n)` | yes or no |
//! | `Site("menus.main")` | all entries with what they lead to |
//! | `Site("taxonomies.tags")` | names, slugs, URLs and counts of all terms, and the page of the taxonomy |
//! | `Site("names.pages")`, `"names.files"`, `"names.templates"`, `"names.in.content/docs"` | names that a wrong one is compared with |
//! | `Site("tagged.rust")` | the names of the listed pages with that tag |
//! | `Config(path)`, `Data(path)` | the value with all below it, and the typed setting of that path |
//! | `Template(name)` | where it was found, and its bytes |
//! | `File(path)` | its bytes; or that it is not there, too long, or behind a symbolic link |
//! | `Reference(lookup, text)` | what it leads to, by name |
//! | `Asset(path, query)` | the content or the digest of the published bytes; size and kind of a picture; path and size of one made from it; or why there is no answer |
//! | `Anchors(p)` | ids, texts and kinds of the page's anchors ([derived](#derived-answers)) |
//!
//! # Derived answers
//!
//! Some answers cost the parsing of a page: its anchors, its body. So that a build that changes nothing need not parse anything, such an
//! answer is kept together with what it was computed from, as a [`Derived`]. In the next build it is taken over if the page's source and
//! the answers to *its* reads are as they were; else it is computed again, and if it comes out the same, nobody who asked for it is
//! affected. These dependencies have no circles: bodies read anchors, anchors read the model.

mod assets;
mod config;
mod derived;
mod encoding;
mod files;
mod model;
mod names;
mod pages;
mod references;
mod sections;
mod site;

pub use derived::Derived;
pub use model::{are_of_model, is_of_model};

use crate::template::{Field, ListName, Shared, TemplateFiles, Templates};
use crate::{Lookup, Read, ReadKey};
use bengal_core::keyed::KeyedMap;
use bengal_core::site::NavNode;
use bengal_core::{Digest, PageId, SectionId, Site};
use derived::DerivedAnswers;
use encoding::Encoding;
use names::PageNames;
use rustc_hash::FxBuildHasher;
use std::fmt;
use std::hash::BuildHasher;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// In how many parts the known answers are kept, so that threads seldom wait for one another.
const PARTS: usize = 32;

/// Answers that are known or are being computed.
type Known = KeyedMap<Read, Arc<OnceLock<Digest>>>;

/// The answers to reads in one site. To be shared between threads; each answer is computed when it is first asked for, and once.
///
/// ```no_run
/// # fn of(renderer: &bengal_render::Renderer, page: bengal_core::PageId) {
/// let rendered = renderer.render(page);
/// let answers = renderer.answers();
/// for read in &rendered.reads {
///     let (key, digest) = (answers.key(read), answers.digest(read));
///     // … to be stored; in the next build the page is fresh if `answers.digest_of(&key) == digest` for all of them.
/// #   let _ = (key, digest);
/// }
/// # }
/// ```
pub struct Answers {
    shared: Arc<Shared>,
    templates: Arc<TemplateFiles>,
    names: PageNames,
    known: [Mutex<Known>; PARTS],
    derived: DerivedAnswers,
    /// Whether the model is the one of the build that the derived answers are from.
    same_model: bool,
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answers").field("templates", &self.templates).finish_non_exhaustive()
    }
}

/// What a read of one page asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PageQuery {
    Fields,
    Field(Field),
    OfList(ListName, Field),
}

impl PageQuery {
    fn named(name: &str) -> Option<Self> {
        if name == "fields" {
            return Some(Self::Fields);
        }
        match name.split_once('.') {
            Some((list, field)) => Some(Self::OfList(ListName::named(list)?, Field::named(field)?)),
            None => Field::named(name).map(Self::Field),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Fields => "fields",
            Self::Field(field) => field.name(),
            Self::OfList(list, field) => field.of_list(list),
        }
    }
}

impl Answers {
    /// The answers for the site of these templates.
    pub(crate) fn new(templates: &Templates) -> Self {
        let shared = Arc::clone(templates.shared());
        Self {
            names: PageNames::new(&shared.site),
            derived: DerivedAnswers::new(shared.site.pages.len()),
            shared,
            templates: Arc::clone(templates.files()),
            known: std::array::from_fn(|_| Mutex::default()),
            same_model: false,
        }
    }

    /// For a site whose model is what it was when the derived answers were computed: what they took from it alone
    /// ([`is_of_model`]) is not looked at again.
    #[must_use]
    pub fn with_same_model(mut self, same: bool) -> Self {
        self.same_model = same;
        self
    }

    /// With answers of an earlier build that may still hold. Those that do not are computed again when they are asked for; any that
    /// are damaged or of another site are no worse than none.
    #[must_use]
    pub fn with_derived(mut self, derived: impl IntoIterator<Item = Derived>) -> Self {
        for one in derived {
            if let Some(read) = self.read(&one.of) {
                self.derived.take_over(read, one);
            }
        }
        self
    }

    /// The derived answers that this build asked for, sorted by key: to be handed to the next one.
    pub fn derived(&self) -> Vec<Derived> {
        self.derived.used(self)
    }

    /// The digest of the answer to a read of this site. Computed at most once; takes no lock while it computes.
    pub fn digest(&self, read: &Read) -> Digest {
        let cell = Arc::clone(self.part(read).entry(read.clone()).or_default());
        *cell.get_or_init(|| self.compute(read))
    }

    /// The digest of the answer to a stored read. A page, section or term that is not there any more has an answer of its own, as
    /// has text that is no read.
    ///
    /// For callers that ask for each key once: unlike [`digest`](Self::digest) it does not keep what it computes, but for answers that
    /// cost the parsing of a page.
    pub fn digest_of(&self, key: &ReadKey) -> Digest {
        self.read(key).map_or_else(Self::absent, |read| self.compute(&read))
    }

    /// The answer where what is asked about does not exist.
    fn absent() -> Digest {
        Digest::of(b"absent")
    }

    fn part(&self, read: &Read) -> MutexGuard<'_, Known> {
        let hash = FxBuildHasher.hash_one(read);
        let part = &self.known[(hash >> 59) as usize % PARTS];
        part.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How a read is stored.
    pub fn key(&self, read: &Read) -> ReadKey {
        let page = |id: &PageId| self.page_name(*id);
        let section = |id: &SectionId| self.section_path(*id);
        match read {
            Read::Settings => ReadKey::of_parts(&["settings"]),
            Read::Page(id, field) => ReadKey::of_parts(&["page", field, page(id)]),
            Read::Section(id, field) => ReadKey::of_parts(&["section", field, section(id)]),
            Read::NavFits(id, most) => ReadKey::of_parts(&["nav-fits", &most.to_string(), section(id)]),
            Read::NavLevel(id, NavNode::Page(around)) => {
                ReadKey::of_parts(&["nav-level", section(id), "page", page(around)])
            }
            Read::NavLevel(id, NavNode::Section(around)) => {
                ReadKey::of_parts(&["nav-level", section(id), "section", section(around)])
            }
            Read::Site(name) => ReadKey::of_parts(&["site", name]),
            Read::Term(taxonomy, slug, field) => ReadKey::of_parts(&["term", field, taxonomy, slug]),
            Read::Config(path) => ReadKey::of_parts(&["config", path]),
            Read::Data(path) => ReadKey::of_parts(&["data", path]),
            Read::Template(name) => ReadKey::of_parts(&["template", name]),
            Read::File(path) => ReadKey::of_parts(&["file", path]),
            Read::Reference(lookup, text) => ReadKey::of_parts(&["reference", lookup.name(), text]),
            Read::Anchors(Some(id)) => ReadKey::of_parts(&["anchors", page(id)]),
            Read::Anchors(None) => ReadKey::of_parts(&["anchors"]),
            Read::Asset(path, query) => ReadKey::of_parts(&["asset", &assets::query_name(*query), path]),
        }
    }

    /// A stored read as a read of this site. `None` where its page or section is not there any more, or where it is no read at all.
    pub fn read(&self, key: &ReadKey) -> Option<Read> {
        let parts = key.parts();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let page = |name: &str| self.names.find(self.site(), name);
        let section = |path: &str| self.shared.section_by_path(path);
        Some(match *parts.as_slice() {
            ["settings"] => Read::Settings,
            ["page", field, name] => Read::Page(page(name)?, PageQuery::named(field)?.name()),
            ["section", field, path] => Read::Section(section(path)?, sections::field_named(field)?),
            ["nav-fits", most, path] => Read::NavFits(section(path)?, most.parse().ok()?),
            ["nav-level", path, "page", around] => Read::NavLevel(section(path)?, NavNode::Page(page(around)?)),
            ["nav-level", path, "section", around] => {
                Read::NavLevel(section(path)?, NavNode::Section(section(around)?))
            }
            ["site", name] => Read::Site(name.to_owned()),
            ["term", field, taxonomy, slug] => {
                Read::Term(taxonomy.to_owned(), slug.to_owned(), site::term_field_named(field)?)
            }
            ["config", path] => Read::Config(path.to_owned()),
            ["data", path] => Read::Data(path.to_owned()),
            ["template", name] => Read::Template(name.to_owned()),
            ["file", path] => Read::File(path.to_owned()),
            ["reference", lookup, text] => Read::Reference(Lookup::named(lookup)?, text.to_owned()),
            ["anchors"] => Read::Anchors(None),
            ["anchors", name] => Read::Anchors(Some(page(name)?)),
            ["asset", query, path] => Read::Asset(path.to_owned(), assets::query_named(query)?),
            _ => return None,
        })
    }

    fn compute(&self, read: &Read) -> Digest {
        match read {
            Read::Anchors(Some(page)) => return self.anchors(*page),
            Read::Page(page, name) => {
                if let Some(PageQuery::Field(field)) = PageQuery::named(name).filter(|_| self.has_page(*page))
                    && field.is_body()
                {
                    return self.body(*page, field);
                }
            }
            Read::Reference(Lookup::Cross, text) if references::is_anchor(text) => return self.anchor_named(text),
            _ => {}
        }
        let mut out = Encoding::default();
        match self.write(read, &mut out) {
            Some(()) => out.digest(),
            None => Self::absent(),
        }
    }

    /// Writes an answer down; `None` where what is asked about does not exist.
    fn write(&self, read: &Read, out: &mut Encoding) -> Option<()> {
        match read {
            Read::Settings => config::write_settings(self.site(), out),
            Read::Page(id, name) => {
                let page = self.site().pages.get(id.index())?;
                match PageQuery::named(name)? {
                    PageQuery::Fields => self.write_own_fields(page, out),
                    PageQuery::Field(field) => self.write_field(page, field, out),
                    PageQuery::OfList(ListName::Related, field) => {
                        self.write_field_of_all(self.site().related(page.id), field, out);
                    }
                    PageQuery::OfList(_, field) => self.write_field_of_all(&page.details.list, field, out),
                }
            }
            Read::Section(id, name) => return self.write_section(*id, name, out),
            Read::NavFits(id, most) => out.flag(self.shared.nav.fits(*id, *most)),
            Read::NavLevel(id, around) => return self.write_level(*id, *around, out),
            Read::Site(name) => return self.write_site(name, out),
            Read::Term(taxonomy, slug, field) => return self.write_term(taxonomy, slug, field, out),
            Read::Config(path) => config::write_config(self.site(), path, out),
            Read::Data(path) => config::write_data(self.site(), path, out),
            Read::Template(name) => files::write_template(&self.templates, name, out),
            Read::File(path) => files::write_file(self.shared.markdown.files(), path, out),
            Read::Reference(lookup, text) => self.write_reference(*lookup, text, out),
            Read::Asset(path, query) => assets::write(self.shared.markdown.assets(), path, *query, out),
            Read::Anchors(Some(_)) => return None,
            Read::Anchors(None) => {
                for id in self.site().page_ids() {
                    out.text(self.page_name(id));
                    out.answer(&self.digest(&Read::Anchors(Some(id))));
                }
            }
        }
        Some(())
    }

    fn site(&self) -> &Site {
        &self.shared.site
    }

    fn has_page(&self, id: PageId) -> bool {
        id.index() < self.site().pages.len()
    }

    /// The name of a page: its source, or its URL where it has none. Empty for an id of no page.
    fn page_name(&self, id: PageId) -> &str {
        self.names.name(self.site(), id)
    }

    /// The path of a section. Empty for the root, and for an id of no section.
    fn section_path(&self, id: SectionId) -> &str {
        self.site().sections.get(id.index()).map_or("", |section| section.path.as_str())
    }

    /// Writes the names of pages, in order.
    fn write_pages(&self, pages: &[PageId], out: &mut Encoding) {
        out.count(pages.len());
        for id in pages {
            out.text(self.page_name(*id));
        }
    }
}
