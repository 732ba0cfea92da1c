//! The commands, one file each.

pub(crate) mod assets;
pub(crate) mod build;
pub(crate) mod clean;
pub(crate) mod completions;
pub(crate) mod explain;
pub(crate) mod extract;
mod html_page;
pub(crate) mod track;

use crate::args::SiteArguments;
use crate::environment;
use bengal_orchestration::BuildOptions;

/// The options that all commands on a site share.
fn site_options(site: &SiteArguments) -> BuildOptions {
    BuildOptions {
        source: site.source.clone(),
        output: site.output.clone(),
        cache_dir: site.cache_dir.clone(),
        environment: site.environment.clone().or_else(environment::name),
        profile: site.profile.clone(),
        config: site.config.clone(),
        environment_baseurl: environment::base_url(),
        protected: environment::protected_folders(),
        ..BuildOptions::default()
    }
}
