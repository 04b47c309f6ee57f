//! Clients that a build script generates: from a document alone, and with a configuration file.

include!(concat!(env!("OUT_DIR"), "/api.rs"));
include!(concat!(env!("OUT_DIR"), "/shop.rs"));

#[cfg(test)]
mod tests {
    use super::api::{Client, Operation, operations::default::ListPets};

    #[test]
    fn the_client_knows_its_api() {
        assert_eq!(ListPets::PATH, "/pets");
        assert!(Client::builder().build().is_ok());
    }

    #[cfg(feature = "orders")]
    #[test]
    fn the_configuration_file_is_followed() {
        use super::shop::{Operation, models::Article, operations::orders::ListOrders};
        assert_eq!(ListOrders::PATH, "/orders");
        let article = Article {
            since: Some(time::OffsetDateTime::UNIX_EPOCH.into()),
            ..Article::default()
        };
        assert_eq!(article.title, None);
    }
}
