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
  bengal assets why assets/logo.svg     which pages use this file, and where
  bengal explain content/index.md       why a page is made again, and what depends on it
  bengal track public                   what is missing, unused or heavy in any folder of HTML
  bengal clean                          remove what earlier builds made";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build the site
    #[command(visible_alias = "b", after_help = BUILD_EXAMPLES)]
    Build(BuildArguments),
    /// Say why a page would be made again, what it depends on, and what depends on it
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(ExplainArguments),
    /// Remove the files that earlier builds made, and the cache
    Clean(CleanArguments),
    /// Say what uses which asset of the site; builds it first
    #[command(after_help = ASSETS_EXAMPLES)]
    Assets {
        #[command(subcommand)]
        question: AssetsQuestion,
    },
    /// Find what is missing, unused or heavy in any folder of HTML
    #[command(after_help = TRACK_EXAMPLES)]
    Track(TrackArguments),
    /// Print every asset reference of HTML files
    #[command(after_help = EXTRACT_EXAMPLES)]
    Extract(ExtractArguments),
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
  bengal build --explain                say which pages were made again, and why
  bengal build --verify                 compare with a build from scratch
  bengal build --changes changes.json   write the URLs to be purged from a cache

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
    /// Render every page, whatever earlier builds know
    #[arg(long)]
    pub(crate) no_incremental: bool,
    /// Say for each page that was not left alone why
    #[arg(long)]
    pub(crate) explain: bool,
    /// Write nothing, and say what a build would do
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Build again from scratch, in a temporary folder, and compare
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) verify: bool,
    /// Write the URLs that were added, changed and removed, as JSON
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) changes: Option<Utf8PathBuf>,
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

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  bengal explain content/guide/install.md        a page, by its source
  bengal explain /guide/install/                 the same, by its URL
  bengal explain public/guide/install/index.html the same, by its file
  bengal explain assets/css/site.css             an asset: who uses it
  bengal explain templates/page.html             a template: who is rendered with it
  bengal explain data/people.yaml                a data file: who reads which part of it

Exit codes: 0 success, 1 errors, 2 wrong usage.";

#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArguments {
    /// A source, a URL, a file of the output folder, an asset, a template or a data file
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) path: String,
    #[command(flatten)]
    pub(crate) site: SiteArguments,
    /// As if built with drafts
    #[arg(long)]
    pub(crate) drafts: bool,
    /// The form of the result
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
    /// List everything, however long the lists are
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CleanArguments {
    #[command(flatten)]
    pub(crate) site: SiteArguments,
}

const ASSETS_EXAMPLES: &str = "\
Examples:
  bengal assets list                        every asset: size, users, where it is published
  bengal assets list --pages                what each page weighs with all that it loads
  bengal assets unused                      what no page and no other asset refers to
  bengal assets missing --format json       what pages and assets refer to and is not there
  bengal assets why assets/fonts/text.woff2 page → sheet → font, with the place of each reference
  bengal assets graph | dot -Tsvg > assets.svg
  bengal assets graph --format html > assets.html

Exit codes: 0 success, 1 errors (findings are answers, not errors: see build --strict), 2 wrong usage.";

#[derive(Debug, Subcommand)]
pub(crate) enum AssetsQuestion {
    /// List every asset, or what each page weighs
    List {
        #[command(flatten)]
        arguments: AssetsArguments,
        /// List the pages with the bytes of all that they load from the site, the heaviest first
        #[arg(long)]
        pages: bool,
    },
    /// List the assets that nothing refers to
    Unused(AssetsArguments),
    /// List the references to assets that are not there
    Missing(AssetsArguments),
    /// Show what uses an asset, through which others, down to the pages
    Why {
        /// The asset: its logical path, its published one, or that of its source
        path: String,
        #[command(flatten)]
        arguments: AssetsArguments,
        /// Show every page
        #[arg(long, short)]
        verbose: bool,
    },
    /// Print pages and assets with the edges between them
    Graph {
        #[command(flatten)]
        site: SiteArguments,
        /// The form of the graph
        #[arg(long, value_name = "FORMAT", default_value = "dot")]
        format: GraphFormat,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct AssetsArguments {
    #[command(flatten)]
    pub(crate) site: SiteArguments,
    /// The form of the result
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
}

/// The form of a graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    /// For Graphviz
    Dot,
    /// One JSON object: nodes and edges
    Json,
    /// One HTML page to search and to look at
    Html,
}

const TRACK_EXAMPLES: &str = "\
Examples:
  bengal track public                           a summary
  bengal track public --missing                 files that pages name and that are not there
  bengal track public --unused --format json    files that no page leads to
  bengal track public --used-by img/cat.png     who uses this file, and where
  bengal track public --page docs/              everything that this page loads
  bengal track public --fail-on missing,case    for CI: exit with 1 where there are any
  bengal track public --html report.html        one page with everything, readable without a network

Exit codes: 0 success, 1 errors or what --fail-on names, 2 wrong usage.";

#[derive(Debug, clap::Args)]
pub(crate) struct TrackArguments {
    /// The folder
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) folder: Utf8PathBuf,
    /// List missing files, and files in wrong letter case
    #[arg(long)]
    pub(crate) missing: bool,
    /// List files that no page leads to
    #[arg(long)]
    pub(crate) unused: bool,
    /// List who uses this file
    #[arg(long, value_name = "PATH")]
    pub(crate) used_by: Option<String>,
    /// Show the tree of assets of this page
    #[arg(long, value_name = "PATH")]
    pub(crate) page: Option<String>,
    /// List what pages load from other hosts
    #[arg(long)]
    pub(crate) external: bool,
    /// List the N heaviest pages
    #[arg(long, value_name = "N")]
    pub(crate) top: Option<usize>,
    /// The form of the result
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: TableFormat,
    /// Save the map of pages and assets as JSON
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<Utf8PathBuf>,
    /// Keep here what was read, so that the next run reads only what changed: a file, or a folder
    #[arg(long, value_name = "FILE|DIR", value_hint = ValueHint::AnyPath)]
    pub(crate) cache: Option<Utf8PathBuf>,
    /// Exit with an error where another process has the cache folder open, instead of waiting
    #[arg(long)]
    pub(crate) no_wait: bool,
    /// Exit with 1 where there are such findings, or no pages
    #[arg(long, value_name = "FINDINGS", value_delimiter = ',')]
    pub(crate) fail_on: Vec<FindingKind>,
    /// Files that may be missing or unused; a glob without a slash matches at any depth
    #[arg(long, value_name = "GLOB")]
    pub(crate) allow: Vec<String>,
    /// Files and folders to leave alone
    #[arg(long, value_name = "GLOB")]
    pub(crate) ignore: Vec<String>,
    /// Where the folder is published: absolute links to it are links to its files
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url)]
    pub(crate) base_url: Option<String>,
    /// Print findings as annotations of GitHub Actions
    #[arg(long)]
    pub(crate) github: bool,
    /// Write a report, one HTML file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) html: Option<Utf8PathBuf>,
    /// Number of threads [default: one for each core]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) jobs: Option<u16>,
    /// Show every diagnostic and every place
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

/// The form of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// Text for people
    Human,
    /// One JSON object
    Json,
    /// One JSON object a line
    Jsonl,
    /// Comma-separated values, one list only
    Csv,
}

/// What can be wrong with a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FindingKind {
    /// A file is named and not there
    Missing,
    /// No page leads to a file
    Unused,
    /// A file is named in other letters than its own
    Case,
}

const EXTRACT_EXAMPLES: &str = "\
Examples:
  bengal extract public/index.html
  curl -s https://example.org | bengal extract --format jsonl
  bengal extract --anchors page.html other.html

Exit codes: 0 success, 1 errors (with --oracle differences too), 2 wrong usage.";

#[derive(Debug, clap::Args)]
pub(crate) struct ExtractArguments {
    /// HTML files; standard input where there is none, or for `-`
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) files: Vec<Utf8PathBuf>,
    /// The form of the result
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: ExtractFormat,
    /// Links too
    #[arg(long)]
    pub(crate) anchors: bool,
    /// Compare with html5ever's document, and report differences
    #[arg(long)]
    pub(crate) oracle: bool,
}

/// The form of extracted references.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExtractFormat {
    /// One line each: place, kind, element, attribute, URL
    Text,
    /// One JSON array
    Json,
    /// One JSON object a line
    Jsonl,
}

/// The form of a command's result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Text for people
    Human,
    /// One JSON object on standard output
    Json,
}
