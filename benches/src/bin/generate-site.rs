//! Writes a generated site: `generate-site --out DIR [--peer bengal|hugo|zola] [--theme equal|docs] [--pages N] [--images M]
//! [--small] [--no-highlighting]`.

use bengal_benches::sites::{Peer, Recipe, Size};
use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut recipe = Recipe::new(Peer::Bengal, 1000);
    let (mut folder, mut peer, mut theme): (Option<PathBuf>, _, _) = (None, "bengal".to_owned(), "equal".to_owned());
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("`{argument}` needs a value"));
        match argument.as_str() {
            "--out" => folder = Some(value()?.into()),
            "--peer" => peer = value()?,
            "--theme" => theme = value()?,
            "--pages" => recipe.pages = value()?.parse()?,
            "--images" => recipe.images = value()?.parse()?,
            "--small" => (recipe.size, recipe.images) = (Size::Small, 0),
            "--no-highlighting" => recipe.highlight = false,
            _ => return Err(format!("no option `{argument}`").into()),
        }
    }
    recipe.peer = match (peer.as_str(), theme.as_str()) {
        ("bengal", "equal") => Peer::Bengal,
        ("bengal", "docs") => Peer::BengalDocs,
        ("hugo", "equal") => Peer::Hugo,
        ("zola", "equal") => Peer::Zola,
        _ => return Err(format!("no theme `{theme}` for `{peer}`").into()),
    };
    Ok(recipe.generate(&folder.ok_or("`--out DIR` is missing")?)?)
}
