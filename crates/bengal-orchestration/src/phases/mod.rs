//! The build phases, one function in one file each, by the original's numbers and names.

pub(crate) mod p01_fonts;
pub(crate) mod p01_validate_templates;
pub(crate) mod p02_discovery;
pub(crate) mod p03_cache_metadata;
pub(crate) mod p04_config_check;
pub(crate) mod p05_incremental_filter;
pub(crate) mod p13_assets;
pub(crate) mod p14_render;
pub(crate) mod p15_update_pages;
pub(crate) mod p16_link;
pub mod p16_track_assets;
pub(crate) mod p17_postprocess;
pub(crate) mod p18_cache_save;
pub(crate) mod p19_stats;
pub(crate) mod p20_health;
