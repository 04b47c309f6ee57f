use api_xms_error_responses::models::{NotFoundErrorBase, PetActionError, PetGetPetByIdError};

use crate::harness::{Failure, same};

/// The error of the operation, by its status.
macro_rules! error {
    ($c:ident, $id:literal, $status:literal) => {
        refused!($c.pet_get_pet_by_id($id), $status).typed::<PetGetPetByIdError>().ok_or_else(|| Failure::new("the error has no typed body"))?
    };
}

cases! { "xms-error-responses", c = client!(api_xms_error_responses);
    "expectedNoErrors" => {
        let pet = c.pet_get_pet_by_id("tommy").await?.into_inner();
        same(pet.and_then(|pet| pet.name).as_deref(), Some("Tommy Tomson"))?;
        same(c.pet_get_pet_by_id("django").await?.into_inner().is_none(), true)?;
        c.pet_do_something("stay").await?;
    };
    "expectedPetSadError" => {
        let error = refused!(c.pet_do_something("jump"), 500).body::<PetActionError>()?;
        let PetActionError::PetSadError(error) = error else { return Err(Failure::new(format!("{error:?}"))) };
        same(error.reason.as_deref(), Some("need more treats"))?;
    };
    "expectedPetHungryError" => {
        let error = refused!(c.pet_do_something("fetch"), 404).body::<PetActionError>()?;
        let PetActionError::PetHungryOrThirstyError(error) = error else { return Err(Failure::new(format!("{error:?}"))) };
        same(error.hungry_or_thirsty.as_deref(), Some("hungry and thirsty"))?;
    };
    "stringError" => {
        let error = error!(c, "ringo", 400);
        let PetGetPetByIdError::Status400(text) = error else { return Err(Failure::new(format!("{error:?}"))) };
        same(text, "ringo is missing")?;
    };
    "animalNotFoundError" => {
        let error = error!(c, "coyoteUgly", 404);
        let PetGetPetByIdError::Status404(NotFoundErrorBase::AnimalNotFound(error)) = error else {
            return Err(Failure::new(format!("{error:?}")));
        };
        same((error.name.as_deref(), error.some_base_prop.as_deref()), (Some("coyote"), Some("problem finding animal")))?;
    };
    "linkNotFoundError" => {
        let error = error!(c, "weirdAlYankovic", 404);
        let PetGetPetByIdError::Status404(NotFoundErrorBase::InvalidResourceLink(error)) = error else {
            return Err(Failure::new(format!("{error:?}")));
        };
        same(error.what_sub_address.as_deref(), Some("pet/yourpet was not found"))?;
    };
    "intError" => {
        let error = error!(c, "alien123", 501);
        let PetGetPetByIdError::Status501(number) = error else { return Err(Failure::new(format!("{error:?}"))) };
        same(number, 123)?;
    };
    "optional/sendErrorWithParamNameModels" => refused!(c.pet_has_models_param().models("value1"), 500);
}
