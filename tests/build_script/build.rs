//! Generates the client of `api.yaml` as it is, and that of `shop.yaml` as its configuration says.

fn main() {
    openapi_client_generator::build_script("api.yaml");
    openapi_client_generator::BuildScript::from_file("shop.config.yaml").run();
}
