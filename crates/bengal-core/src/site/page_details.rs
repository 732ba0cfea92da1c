//! What few pages have.

use super::{PageId, Pager};
use crate::date::Date;
use std::ops::{Deref, DerefMut};

/// What few pages have. See [`Details`].
#[derive(Clone, Debug)]
pub struct PageDetails {
    /// URLs at which it also stands, as redirects; cleaned like `url`.
    pub aliases: Vec<String>,
    /// A shorter title for navigation.
    pub nav_title: Option<String>,
    /// Date of the last change, where the front matter states one (`lastmod`, `updated`).
    pub updated: Option<Date>,
    /// The template that its front matter asks for.
    pub template: Option<String>,
    /// `variant` (or `layout`) of its front matter.
    pub variant: Option<String>,
    /// Language, where it differs from the site's.
    pub lang: Option<String>,
    /// Icon name.
    pub icon: Option<String>,
    /// The `id` by which `[[id:x]]` finds it.
    pub reference_id: Option<String>,
    /// The `slug` of its front matter.
    pub slug: Option<String>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Authors' keys or names.
    pub authors: Vec<String>,
    /// The pages that a generated or section page lists (this page of the list only).
    pub list: Vec<PageId>,
    /// Which page of a list it is, where the list is cut into pages.
    pub pager: Option<Pager>,
    /// The taxonomy and, for a term page, the term: indices into `Site::taxonomies` and its terms.
    pub taxonomy: Option<(usize, Option<usize>)>,
}

impl PageDetails {
    /// Of a page that has none of them.
    const NONE: Self = Self {
        aliases: Vec::new(),
        nav_title: None,
        updated: None,
        template: None,
        variant: None,
        lang: None,
        icon: None,
        reference_id: None,
        slug: None,
        keywords: Vec::new(),
        authors: Vec::new(),
        list: Vec::new(),
        pager: None,
        taxonomy: None,
    };

    fn is_none(&self) -> bool {
        let Self {
            aliases,
            nav_title,
            updated,
            template,
            variant,
            lang,
            icon,
            reference_id,
            slug,
            keywords,
            authors,
            list,
            pager,
            taxonomy,
        } = self;
        let texts = [nav_title, template, variant, lang, icon, reference_id, slug];
        aliases.is_empty()
            && keywords.is_empty()
            && authors.is_empty()
            && list.is_empty()
            && texts.into_iter().all(Option::is_none)
            && updated.is_none()
            && pager.is_none()
            && taxonomy.is_none()
    }
}

/// [`PageDetails`] that take no room as long as there are none. They read as the table of nothing, and are there when they are first
/// written to.
///
/// ```
/// use bengal_core::Page;
///
/// let mut page = Page::default();
/// assert_eq!(page.details.icon, None);
/// page.details.icon = Some("cat".to_owned());
/// assert_eq!(page.details.icon.as_deref(), Some("cat"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Details(Option<Box<PageDetails>>);

impl From<PageDetails> for Details {
    fn from(details: PageDetails) -> Self {
        Self((!details.is_none()).then(|| Box::new(details)))
    }
}

impl Default for PageDetails {
    fn default() -> Self {
        Self::NONE
    }
}

impl Deref for Details {
    type Target = PageDetails;

    fn deref(&self) -> &PageDetails {
        const NONE: &PageDetails = &PageDetails::NONE;
        self.0.as_deref().unwrap_or(NONE)
    }
}

impl DerefMut for Details {
    fn deref_mut(&mut self) -> &mut PageDetails {
        self.0.get_or_insert_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_of_nothing_take_no_room() {
        assert!(Details::from(PageDetails::default()).0.is_none());
        let details = Details::from(PageDetails { slug: Some("a".to_owned()), ..PageDetails::default() });
        assert_eq!((details.slug.as_deref(), details.is_none()), (Some("a"), false));
    }
}
