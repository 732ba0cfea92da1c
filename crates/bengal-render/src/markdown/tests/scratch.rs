use super::support::*;
#[test]
fn scratch() {
    let text = std::fs::read_to_string("/tmp/scratch.md").unwrap();
    let body = render(&text);
    println!("{}", body.html);
    println!("{:#?}", body.diagnostics);
}
