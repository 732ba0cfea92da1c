//! Recorded reads: that none is missed, that their answers are no coarser than they must be, and that their keys outlive a build.
//!
//! The question in all of them: a page was rendered, the site was changed, it was rendered again. If its HTML differs, one of its recorded
//! reads must have another answer, or its own source or URL must have changed.

mod caches;
mod differential;
mod edits;
mod keys;
mod minimality;
mod pool;
mod random;
mod site;
