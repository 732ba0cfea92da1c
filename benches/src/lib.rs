//! Measurements, and the peers that this project is measured against. Peers are dependencies of this package only.

pub mod assets;
pub mod cache;
pub mod html;
pub mod phase16;
