//! Sequences of random edits: after each, the incremental build has to equal a clean one, in files, bytes and diagnostics.
//!
//! A [`Session`] is a site that is edited and built; [`soak`] draws edits for it until they are enough or one fails, and then looks for the
//! shortest sequence that fails.

mod draw;
mod edit;
mod ground;
mod kills;
mod random;
mod session;
mod shrink;
mod soak;

pub use draw::fixture;
pub use edit::{Change, Edit, Options, Sources};
pub use kills::{Kills, kills};
pub use random::Random;
pub use session::{Output, Session, Work};
pub use soak::{Failure, Plan, Tally, load, soak};
