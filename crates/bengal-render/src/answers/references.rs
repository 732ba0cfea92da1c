//! What paths and names lead to.

use super::Answers;
use super::encoding::Encoding;
use crate::Lookup;
use crate::template::find_page;
use bengal_core::PageId;

/// Whether a cross reference asks for an anchor of any page.
pub(super) fn is_anchor(text: &str) -> bool {
    text.starts_with(['!', '#'])
}

impl Lookup {
    const ALL: [Self; 4] = [Self::Page, Self::Cross, Self::File, Self::Url];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Cross => "cross",
            Self::File => "file",
            Self::Url => "url",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lookup| lookup.name() == name)
    }
}

impl Answers {
    pub(super) fn write_reference(&self, lookup: Lookup, text: &str, out: &mut Encoding) {
        let (markdown, index) = (&self.shared.markdown, &self.shared.index);
        match lookup {
            Lookup::Page => self.write_found(find_page(&self.shared, text), out),
            Lookup::Cross => markdown.cross_targets(text).into_iter().for_each(|page| self.write_found(page, out)),
            Lookup::File => {
                let file = markdown.file_target(text);
                out.optional_text(file.url.as_deref());
                self.write_found(file.page, out);
            }
            Lookup::Url => {
                self.write_found(index.page_by_url(self.site(), text), out);
                let other = text.strip_suffix('/').unwrap_or(text);
                self.write_found(index.page_by_url(self.site(), other), out);
            }
        }
    }

    /// A page by its name, and whether it has a text whose anchors can be asked for.
    fn write_found(&self, page: Option<PageId>, out: &mut Encoding) {
        let page = page.and_then(|id| self.site().pages.get(id.index()));
        out.optional(page, |out, page| {
            out.text(self.page_name(page.id));
            out.flag(page.source.is_some());
        });
    }
}
