//! Asset extraction from HTML: this project's, others', and the limits of the machine.

pub mod corpus;
mod peers;
mod rules;
pub mod table;

pub use peers::{PEERS, Peer};
