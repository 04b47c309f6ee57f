use api_body_formdata_urlencoded::models::{
    FormdataurlencodedPartialConstantBodyBody, FormdataurlencodedPartialConstantBodyBodyGrantType,
    FormdataurlencodedUpdatePetWithFormBody, FormdataurlencodedUpdatePetWithFormBodyPetFood,
    FormdataurlencodedUpdatePetWithFormBodyPetType,
};

cases! { "body-formdata-urlencoded", c = client!(api_body_formdata_urlencoded);
    "optional/UpdatePetWithForm" => {
        let pet = FormdataurlencodedUpdatePetWithFormBody::new(
            42,
            FormdataurlencodedUpdatePetWithFormBodyPetFood::Meat,
            FormdataurlencodedUpdatePetWithFormBodyPetType::Dog,
        );
        c.formdataurlencoded_update_pet_with_form(1, &pet.name("Fido")).await?
    };
    "optional/UrlEncodedDataWithPartialConstantBody" => {
        let grant = FormdataurlencodedPartialConstantBodyBodyGrantType::AccessToken;
        c.formdataurlencoded_partial_constant_body(&FormdataurlencodedPartialConstantBodyBody::new("foo", grant, "bar")).await?
    };
}
