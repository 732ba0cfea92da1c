//! The harness of the end-to-end tests: a site in a temporary folder, built by the real binary.
//!
//! ```no_run
//! use bengal_tests::site;
//!
//! let site = site().file("content/index.md", "# Home\n");
//! site.build().succeeds().has("index.html", "<h1");
//! ```
#![expect(clippy::disallowed_methods, reason = "tests look at real files, from outside the engine")]

mod binary;
pub mod edits;
mod outcome;
mod real_sites;
mod site;

pub use binary::bengal;
pub use outcome::{Outcome, tree};
pub use real_sites::real_site;
pub use site::{TestSite, site};
