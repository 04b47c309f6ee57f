use api_extensible_enums_swagger::models::{Pet, PetDaysOfWeek, PetIntEnum};

use crate::harness::same;

cases! { "extensible-enums-swagger", c = client!(api_extensible_enums_swagger);
    "expectedEnum" => {
        let pet = c.pet_get_by_pet_id("tommy").await?.into_inner();
        same((pet.days_of_week, pet.int_enum), (Some(PetDaysOfWeek::Monday), PetIntEnum::N1))?;
    };
    "unexpectedEnum" => {
        let pet = c.pet_get_by_pet_id("casper").await?.into_inner();
        same((pet.days_of_week, pet.int_enum), (Some(PetDaysOfWeek::Unknown("Weekend".to_owned())), PetIntEnum::N2))?;
    };
    "allowedValueEnum" => {
        let pet = c.pet_get_by_pet_id("scooby").await?.into_inner();
        same((pet.days_of_week, pet.int_enum), (Some(PetDaysOfWeek::Thursday), PetIntEnum::Unknown("2.1".to_owned())))?;
    };
    "roundTripEnum" => {
        let pet = Pet::new(PetIntEnum::N3).name("Retriever").days_of_week(PetDaysOfWeek::Friday);
        gets!(c.pet_add_pet().body(&pet), pet)
    };
}
