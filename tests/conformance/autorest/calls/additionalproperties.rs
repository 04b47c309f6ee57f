use api_additionalproperties::models::{
    NewCatApTrue, NewPetApInProperties, NewPetApInPropertiesWithApString, NewPetApObject, NewPetApString, NewPetApTrue,
};
use serde_json::{Value, json};

/// Members that the document leaves open.
fn open<V>(members: impl IntoIterator<Item = (&'static str, V)>) -> impl Iterator<Item = (String, V)> {
    members.into_iter().map(|(name, value)| (name.to_owned(), value))
}

fn puppy() -> [(&'static str, Value); 2] {
    [("birthdate", json!("2017-12-13T02:29:51Z")), ("complexProperty", json!({ "color": "Red" }))]
}

cases! { "additionalProperties", c = client!(api_additionalproperties);
    "additionalPropertiesTrue" => {
        let mut pet = NewPetApTrue::new(1).name("Puppy");
        pet.additional.extend(open(puppy()));
        let received = c.pets_create_ap_true(&pet).await?.into_inner();
        crate::harness::same((received.status, received.additional), (Some(true), open(puppy()).collect()))?;
    };
    "additionalPropertiesSubclass" => {
        let mut cat = NewCatApTrue::new(1).name("Lisa").friendly(true);
        cat.additional.extend(open(puppy()));
        let received = c.pets_create_cat_ap_true(&cat).await?.into_inner();
        crate::harness::same((received.friendly, received.status), (Some(true), Some(true)))?;
    };
    "additionalPropertiesTypeObject" => {
        let mut pet = NewPetApObject::new(2).name("Hira");
        let sibling = json!([{
            "id": 1, "name": "Puppy", "birthdate": "2017-12-13T02:29:51Z", "complexProperty": { "color": "Red" }
        }]);
        pet.additional.extend(open([("siblings", sibling), ("picture", json!("//////4="))]));
        crate::harness::same(c.pets_create_ap_object(&pet).await?.into_inner().status, Some(true))?;
    };
    "additionalPropertiesTypeString" => {
        let mut pet = NewPetApString::new(3).name("Tommy");
        let more = [("color", "red"), ("weight", "10 kg"), ("city", "Bombay")].map(|(name, value)| (name, value.to_owned()));
        pet.additional.extend(open(more.clone()));
        let received = c.pets_create_ap_string(&pet).await?.into_inner();
        crate::harness::same((received.status, received.additional), (Some(true), open(more).collect()))?;
    };
    "additionalPropertiesInProperties" => {
        let mut pet = NewPetApInProperties::new(4).name("Bunny");
        pet.additional_properties = Some(open([("height", 5.61), ("weight", 599.0), ("footsize", 11.5)]).collect());
        let received = c.pets_create_ap_in_properties(&pet).await?.into_inner();
        crate::harness::same((received.status, received.additional_properties), (Some(true), pet.additional_properties))?;
    };
    "additionalPropertiesInPropertiesWithAPTypeString" => {
        let mut pet = NewPetApInPropertiesWithApString::new("westus", 5).name("Funny");
        pet.additional_properties = Some(open([("height", 5.61), ("weight", 599.0), ("footsize", 11.5)]).collect());
        let more = [("color", "red"), ("city", "Seattle"), ("food", "tikka masala")];
        pet.additional.extend(open(more.map(|(name, value)| (name, value.to_owned()))));
        let received = c.pets_create_ap_in_properties_with_ap_string(&pet).await?.into_inner();
        crate::harness::same((received.status, received.additional), (Some(true), pet.additional))?;
    };
}
