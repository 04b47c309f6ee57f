//! Generates the client of `api.yaml`.

fn main() {
    openapi_client_generator::build_script("api.yaml");
}
