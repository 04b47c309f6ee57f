//! The export keeps to the document. That answers do is tested with every operation, by the client, in the package `tests`.

#[test]
fn every_exported_example_keeps_to_the_document() {
    let builder = fitbit_plus_mock::MockServer::builder().patients(10);
    assert_eq!(builder.broken_examples().unwrap(), []);
    let environment = builder.mockoon().unwrap();
    let routes = environment["routes"].as_array().unwrap();
    assert_eq!(routes.len(), 62);
    let deleted = routes
        .iter()
        .filter(|route| route["responses"][0]["body"] == "")
        .count();
    assert_eq!(deleted, 1, "only a deletion is answered without a body");
}
