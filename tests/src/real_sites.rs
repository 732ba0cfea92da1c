//! Sites that nobody here wrote.

use camino::Utf8PathBuf;

#[expect(clippy::print_stdout, reason = "a skipped test says so")]
/// The folder of a real site, if it is present; otherwise a line that says what is skipped.
pub fn real_site(name: &str) -> Option<Utf8PathBuf> {
    let path = Utf8PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/sites")).join(name);
    if path.join("content").is_dir() {
        return Some(path);
    }
    println!("skipped: the site `{name}` is not at ../shared/sites");
    None
}
