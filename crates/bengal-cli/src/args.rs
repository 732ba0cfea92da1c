//! Command line arguments.

use camino::Utf8PathBuf;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{ArgAction, Parser, Subcommand, ValueEnum, ValueHint};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// A static site generator that knows every asset of every page.
#[derive(Debug, Parser)]
#[command(name = "bengal", version, styles = STYLES, max_term_width = 100, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  bengal build                          build the site in this folder into `public/`
  bengal build --source docs -o /tmp/x  build another folder, into another folder
  bengal build --strict                 let warnings fail the build, as in CI
  bengal clean                          remove what earlier builds made";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build the site
    #[command(visible_alias = "b", after_help = BUILD_EXAMPLES)]
    Build(BuildArguments),
    /// Remove the files that earlier builds made, and the cache
    Clean(CleanArguments),
    /// Print a completion script for a shell
    #[command(after_help = "Example:\n  bengal completions bash > ~/.local/share/bash-completion/completions/bengal")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

const BUILD_EXAMPLES: &str = "\
Examples:
  bengal build -v                       show every phase with its time
  bengal build --environment production lay `config/environments/production.yaml` over the configuration
  bengal build --format json | jq .pages
  bengal build --timings timings.html   write a chart of the phases

Exit codes: 0 success, 1 errors (with --strict warnings too), 2 wrong usage.";

/// Where the site is, and what configures it.
#[derive(Debug, clap::Args)]
pub(crate) struct SiteArguments {
    /// The site's folder
    #[arg(long, value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) source: Utf8PathBuf,
    /// The output folder [default: `build.output_dir`, else `public` in the site's folder]
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) output: Option<Utf8PathBuf>,
    /// The cache folder [default: `.bengal` in the site's folder]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) cache_dir: Option<Utf8PathBuf>,
    /// The environment whose configuration is laid over the default [default: $BENGAL_ENV, else what the CI host says, else `local`]
    #[arg(long, short, value_name = "NAME")]
    pub(crate) environment: Option<String>,
    /// The profile whose configuration is laid over both
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// The configuration file, instead of `config/` or `bengal.toml`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) config: Option<Utf8PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct BuildArguments {
    #[command(flatten)]
    pub(crate) site: SiteArguments,
    /// Publish drafts too
    #[arg(long)]
    pub(crate) drafts: bool,
    /// Let warnings fail the build
    #[arg(long)]
    pub(crate) strict: bool,
    /// Remove the files of earlier builds first
    #[arg(long)]
    pub(crate) clean_output: bool,
    /// Number of threads [default: one for each core]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) jobs: Option<u16>,
    /// Fail at once where another build is running, instead of waiting
    #[arg(long)]
    pub(crate) no_wait: bool,
    /// Show every phase with its time, and every warning
    #[arg(long, short, action = ArgAction::SetTrue, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    /// Show errors only
    #[arg(long, short)]
    pub(crate) quiet: bool,
    /// The form of the result
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
    /// Write a chart of the phases, one HTML file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) timings: Option<Utf8PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CleanArguments {
    #[command(flatten)]
    pub(crate) site: SiteArguments,
}

/// The form of a command's result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Text for people
    Human,
    /// One JSON object on standard output
    Json,
}
