use api_multiple_inheritance::models::{Cat, Feline, Horse, Kitten, Pet};

cases! { "multiple-inheritance", c = client!(api_multiple_inheritance);
    "MultipleInheritancePetGet" => gets!(c.get_pet(), Pet::new("Peanut"));
    "MultipleInheritancePetPut" => gets!(c.put_pet(&Pet::new("Butter")), "Pet was correct!");
    "MultipleInheritanceHorseGet" => gets!(c.get_horse(), Horse::new("Fred").is_a_show_horse(true));
    "MultipleInheritanceHorsePut" => gets!(c.put_horse(&Horse::new("General").is_a_show_horse(false)), "Horse was correct!");
    "MultipleInheritanceFelineGet" => gets!(c.get_feline(), Feline::new().meows(true).hisses(true));
    "MultipleInheritanceFelinePut" => gets!(c.put_feline(&Feline::new().meows(false).hisses(true)), "Feline was correct!");
    "MultipleInheritanceCatGet" => gets!(c.get_cat(), Cat::new("Whiskers").likes_milk(true).meows(true).hisses(true));
    "MultipleInheritanceCatPut" =>
        gets!(c.put_cat(&Cat::new("Boots").likes_milk(false).meows(true).hisses(false)), "Cat was correct!");
    "MultipleInheritanceKittenGet" =>
        gets!(c.get_kitten(), Kitten::new("Gatito").likes_milk(true).meows(true).hisses(true).eats_mice_yet(false));
    "MultipleInheritanceKittenPut" => {
        let kitten = Kitten::new("Kitty").likes_milk(false).meows(true).hisses(false).eats_mice_yet(true);
        gets!(c.put_kitten(&kitten), "Kitten was correct!")
    };
}
