//! Front matter: YAML (`---`), TOML (`+++`) or JSON (`{`) at the start of a page.
