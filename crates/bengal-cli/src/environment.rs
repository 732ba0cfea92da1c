//! What the environment says about a build.
#![expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]

use camino::Utf8PathBuf;

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The environment's name, where `--environment` does not say: `BENGAL_ENV`, then what Netlify, Vercel and GitHub Actions set.
pub(crate) fn name() -> Option<String> {
    if let Some(name) = variable("BENGAL_ENV") {
        return Some(name);
    }
    if variable("NETLIFY").is_some() {
        let context = variable("CONTEXT").unwrap_or_default();
        return Some(if context == "production" { "production" } else { "preview" }.to_owned());
    }
    if variable("VERCEL").is_some() {
        let environment = variable("VERCEL_ENV").unwrap_or_default();
        return Some(if environment == "production" { "production" } else { "preview" }.to_owned());
    }
    variable("GITHUB_ACTIONS").map(|_| "production".to_owned())
}

/// The base URL that the environment states, for sites whose configuration states none.
pub(crate) fn base_url() -> Option<String> {
    if let Some(url) = variable("BENGAL_BASEURL").or_else(|| variable("BENGAL_BASE_URL")) {
        return Some(url);
    }
    if variable("NETLIFY").is_some() {
        let production = variable("CONTEXT").is_some_and(|context| context == "production");
        return if production { variable("URL") } else { variable("DEPLOY_PRIME_URL") };
    }
    if variable("VERCEL").is_some() {
        return variable("VERCEL_URL").map(|host| format!("https://{host}"));
    }
    variable("GITHUB_ACTIONS")?;
    let repository = variable("GITHUB_REPOSITORY")?;
    let (owner, name) = repository.split_once('/')?;
    let host = format!("{owner}.github.io");
    Some(if name == host { format!("https://{host}") } else { format!("https://{host}/{name}") })
}

/// Folders that must never be an output folder: the user's home.
pub(crate) fn protected_folders() -> Vec<Utf8PathBuf> {
    ["HOME", "USERPROFILE"].into_iter().filter_map(variable).map(Utf8PathBuf::from).collect()
}

/// The time now.
pub(crate) fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

/// The time that stands in what is written: `SOURCE_DATE_EPOCH` where it is set, so that equal input makes equal files.
pub(crate) fn date_of_output(now: jiff::Timestamp) -> jiff::Timestamp {
    let fixed = variable("SOURCE_DATE_EPOCH").and_then(|seconds| seconds.parse().ok());
    fixed.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok()).unwrap_or(now)
}
