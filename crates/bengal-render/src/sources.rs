//! Where the text of pages comes from.

use bengal_core::PageId;
use std::fmt::Debug;
use std::io;
use std::sync::Arc;

/// The text of pages, by id. The build keeps as many in memory as it has room for, and reads the others again.
pub trait PageSources: Send + Sync + Debug {
    /// The whole text of the page's source file, front matter included (the body starts at [`Source::body_start`](bengal_core::site::Source)).
    /// Empty for generated pages.
    ///
    /// # Errors
    /// Those of reading; `InvalidData` where the file has changed since it was discovered.
    fn text(&self, page: PageId) -> io::Result<Arc<str>>;
}
