use api_model_flattening::models::{ProductUrl, SimpleProduct, SimpleProductProperties, SimpleProductPropertiesMaxProductCapacity};
use serde_json::{Value, json};

fn product(number: u8) -> Value {
    json!({
        "id": number.to_string(), "name": format!("Resource{number}"), "location": "Building 44", "type": "Microsoft.Web/sites",
        "tags": { "tag1": "value1", "tag2": "value3" },
        "properties": {
            "provisioningState": "Succeeded", "provisioningStateValues": "OK", "p.name": format!("Product{number}"), "type": "Flat"
        }
    })
}

fn without_properties(number: u8) -> Value {
    json!({ "id": number.to_string(), "name": format!("Resource{number}"), "location": "Building 44" })
}

fn without_place(number: u8) -> Value {
    json!({ "id": number.to_string(), "name": format!("Resource{number}") })
}

fn named() -> Value {
    json!({ "Product1": product(1), "Product2": without_properties(2), "Product3": without_place(3) })
}

/// What is sent for a dictionary of resources.
fn resources() -> Value {
    json!({
        "Resource1": {
            "location": "West US", "tags": { "tag1": "value1", "tag2": "value3" }, "properties": { "p.name": "Product1", "type": "Flat" }
        },
        "Resource2": { "location": "Building 44", "properties": { "p.name": "Product2", "type": "Flat" } }
    })
}

fn simple(image: ProductUrl) -> SimpleProduct {
    let details = SimpleProductProperties::new(SimpleProductPropertiesMaxProductCapacity::Large, "max name");
    SimpleProduct::new("123").base_product_description("product description").details(details.max_product_image(image))
}

cases! { "model-flattening", c = client!(api_model_flattening);
    "getModelFlattenArray" => gets_json!(c.get_array(), [product(1), without_properties(2), without_place(3)]);
    "putModelFlattenArray" => {
        let body = json!([{ "location": "West US", "tags": { "tag1": "value1", "tag2": "value3" } }, { "location": "Building 44" }]);
        c.put_array().body(&serde_json::from_value(body)?).await?
    };
    "getModelFlattenDictionary" => gets_json!(c.get_dictionary(), named());
    "putModelFlattenDictionary" => c.put_dictionary().body(&serde_json::from_value(resources())?).await?;
    "getModelFlattenResourceCollection" => gets_json!(c.get_resource_collection(), {
        "dictionaryofresources": named(),
        "arrayofresources": [product(4), without_properties(5), without_place(6)],
        "productresource": without_properties(7)
    });
    "putModelFlattenResourceCollection" => {
        let body = json!({
            "arrayofresources": [
                resources()["Resource1"],
                { "location": "East US", "properties": { "p.name": "Product2", "type": "Flat" } }
            ],
            "dictionaryofresources": resources(),
            "productresource": { "location": "India", "properties": { "p.name": "Azure", "type": "Flat" } }
        });
        c.put_resource_collection().body(&serde_json::from_value(body)?).await?
    };
    "putModelFlattenCustomBase" => {
        let image = ProductUrl::new().at_odata_value("http://foo").generic_value("https://generic");
        gets!(c.put_simple_product().body(&simple(image.clone())), simple(image))
    };
    "postModelFlattenCustomParameter" => {
        let image = ProductUrl::new().at_odata_value("http://foo");
        gets!(c.post_flattened_simple_product().body(&simple(image.clone())), simple(image))
    };
    "putModelFlattenCustomGroupedParameter" => {
        let image = ProductUrl::new().at_odata_value("http://foo");
        gets!(c.put_simple_product_with_grouping("groupproduct").body(&simple(image.clone())), simple(image))
    };
}
