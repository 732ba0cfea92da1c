//! Where the binary under test is.

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

/// The path of the `bengal` binary under test: what the variable `BENGAL_BINARY` names, else that of this workspace, built with the profile of
/// the tests, once a run.
pub fn bengal() -> &'static PathBuf {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        if let Some(path) = std::env::var_os("BENGAL_BINARY") {
            return path.into();
        }
        // Test binaries are in `target/<profile>/deps`, others in `target/<profile>`.
        let folder = std::env::current_exe()
            .ok()
            .and_then(|path| {
                let folder = path.parent()?;
                Some(if folder.ends_with("deps") { folder.parent()?.to_owned() } else { folder.to_owned() })
            })
            .expect("a test binary is in a folder of the target folder");
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let mut build = Command::new(cargo);
        build.args(["build", "--quiet", "--package", "bengal-cli"]).current_dir(env!("CARGO_MANIFEST_DIR"));
        if folder.ends_with("release") {
            build.arg("--release");
        }
        assert!(build.status().expect("cargo runs").success(), "the binary does not build");
        folder.join(format!("bengal{}", std::env::consts::EXE_SUFFIX))
    })
}
