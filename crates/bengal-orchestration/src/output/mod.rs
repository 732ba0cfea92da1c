//! The output folder: the one place that writes into it.

mod directories;
mod files;
mod folder;
mod guard;
mod record;

pub(crate) use files::OutputFiles;
pub(crate) use folder::OutputFolder;
pub(crate) use guard::{check_cache_folder, check_output_folder};
pub(crate) use record::{OutputFile, OutputRecord};
