//! A client that a build script generates from `api.yaml`.

include!(concat!(env!("OUT_DIR"), "/api.rs"));

#[cfg(test)]
mod tests {
    use super::api::{Client, Operation, operations::default::ListPets};

    #[test]
    fn the_client_knows_its_api() {
        assert_eq!(ListPets::PATH, "/pets");
        assert!(Client::builder().build().is_ok());
    }
}
