//! Templates: minijinja, with the site's objects, filters and functions.

mod bodies;
mod choose;
mod environment;
mod error;
mod escaping;
mod files;
mod functions;
mod nav;
mod objects;
mod scope;
mod terms;
#[cfg(test)]
mod tests;
mod value;

use crate::ReadLog;
use crate::markdown::{Body, Markdown};
use bengal_core::fs::SiteFiles;
use bengal_core::site::SiteIndex;
use bengal_core::{Diagnostic, Location, PageId, Site};
use files::TemplateFiles;
use minijinja::Environment;
use objects::Context;
use scope::{Scope, Shared};
use std::fmt;
use std::sync::Arc;

/// The template engine of one site. Cheap to share between threads.
pub struct Templates {
    files: Arc<TemplateFiles>,
    shared: Arc<Shared>,
    environment: Environment<'static>,
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Templates").field("files", &self.files).finish_non_exhaustive()
    }
}

impl Templates {
    /// The engine for a finished site model. Reads no template yet.
    pub fn new(site: Arc<Site>, index: Arc<SiteIndex>, files: SiteFiles, markdown: Arc<Markdown>) -> Self {
        let files = Arc::new(TemplateFiles::new(files, &site.config.theme.name));
        let shared = Arc::new(Shared::new(site, index, markdown));
        let environment = environment::build(&files, &shared);
        Self { files, shared, environment }
    }

    /// Compiles every template of the site and the theme (phase 1.5) and says what is wrong with them.
    pub fn validate(&self) -> Vec<Diagnostic> {
        let problem = |name| self.environment.get_template(name).err();
        self.files.names().filter_map(problem).map(|error| error::diagnostic(&self.files, &error, "")).collect()
    }

    /// What is wrong with a page's wish for a template, if it has one: a warning where no such template exists.
    /// [`render`](Self::render) then takes the one that the page would have without it.
    pub fn check(&self, page: PageId) -> Option<Diagnostic> {
        let page = self.shared.site.page(page);
        let wish = page.template.as_deref()?;
        if choose::asked(wish).iter().any(|name| self.files.contains(name)) {
            return None;
        }
        let near = bengal_core::suggest::nearest(wish, self.files.names());
        let warning =
            Diagnostic::warning("template-not-found", format!("template `{wish}` does not exist")).did_you_mean(near);
        Some(match &page.source {
            Some(source) => warning.at(Location::file(source.path.clone())),
            None => warning,
        })
    }

    /// Puts a page's body into its template.
    ///
    /// # Errors
    /// What is wrong with the template, with its file, line and column.
    pub fn render(&self, page: PageId, body: Body, reads: &Arc<ReadLog>) -> Result<String, Vec<Diagnostic>> {
        let scope = Arc::new(Scope::new(Arc::clone(&self.shared), Arc::clone(reads), page, body));
        scope::enter(&scope, || {
            let name = self.choose(page);
            self.environment.get_template(&name).and_then(|template| template.render(Context::value(&scope)))
        })
        .map_err(|error| vec![error::diagnostic(&self.files, &error, self.name_of(page))])
    }

    /// The template of a page. Every name that was looked for is recorded, those that were not found too.
    fn choose(&self, page: PageId) -> String {
        let page = self.shared.site.page(page);
        let wished = page.template.as_deref().map(choose::asked).into_iter().flatten();
        let mut last = String::from("page.html");
        for name in wished.chain(choose::candidates(&self.shared.site, page)) {
            environment::record_use(&self.files, &name);
            if self.files.contains(&name) {
                return name;
            }
            last = name;
        }
        last
    }

    /// A page's source, or its URL where it has none.
    fn name_of(&self, page: PageId) -> &str {
        let page = self.shared.site.page(page);
        page.source.as_ref().map_or(&page.url, |source| source.path.as_str())
    }
}
