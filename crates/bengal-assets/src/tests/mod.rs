//! Assets and pages together.

mod known;
mod link;
mod prepare;
mod support;
