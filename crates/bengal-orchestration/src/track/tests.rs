//! The engine on small trees in memory.

use super::*;
use bengal_core::fs::MemoryFileSystem;
