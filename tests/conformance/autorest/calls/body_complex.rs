use api_body_complex::models::{
    Basic, BasicColor, ComponentsParametersApiVersionParameterSchema, DotFish, Fish, Goblinshark,
    GoblinsharkColor, NewReadonlyObj, Salmon, SalmonBase, Sawshark, SharkBase, SmartSalmon,
};
use serde_json::{Value, json};

use crate::harness::{Failure, same};

fn sharks() -> Result<Vec<Fish>, Failure> {
    let shark = SharkBase::new(20.0, date("2012-01-05T01:00:00Z")?).age(6).species("predator");
    let sawshark = Sawshark::new(10.0, date("1900-01-05T01:00:00Z")?).age(105).species("dangerous").picture("//////4=");
    let goblin = Goblinshark::new(30.0, date("2015-08-08T00:00:00Z")?).age(1).species("scary").jawsize(5);
    // Not one of the values that the document lists.
    let goblin = goblin.color(GoblinsharkColor::Unknown("pinkish-gray".to_owned()));
    Ok(vec![shark.into(), sawshark.into(), goblin.into()])
}

fn date(text: &str) -> Result<jiff::Timestamp, Failure> {
    Ok(text.parse()?)
}

fn salmon() -> Result<SalmonBase, Failure> {
    Ok(SalmonBase::new(1.0).location("alaska").iswild(true).species("king").siblings(sharks()?))
}

fn smart_salmon() -> Result<SmartSalmon, Failure> {
    let mut salmon = SmartSalmon::new(1.0).location("alaska").iswild(true).species("king").siblings(sharks()?);
    let additional = [
        ("additionalProperty1", json!(1)),
        ("additionalProperty2", json!(false)),
        ("additionalProperty3", json!("hello")),
        ("additionalProperty4", json!({ "a": 1, "b": 2 })),
        ("additionalProperty5", json!([1, 3])),
    ];
    salmon.additional.extend(additional.map(|(name, value)| (name.to_owned(), value)));
    Ok(salmon)
}

/// The scenario of fish within fish within fish.
fn big_fish() -> Value {
    let shark = json!({ "fishtype": "shark", "age": 6, "birthday": "2012-01-05T01:00:00Z", "species": "predator", "length": 20.0 });
    let sawshark = json!({
        "fishtype": "sawshark", "age": 105, "birthday": "1900-01-05T01:00:00Z", "picture": "//////4=", "species": "dangerous", "length": 10.0
    });
    let with = |fish: &Value, siblings: Value| {
        let mut fish = fish.clone();
        fish["siblings"] = siblings;
        fish
    };
    let salmon = |location: &str, species: &str, length: f64| {
        json!({ "fishtype": "salmon", "location": location, "iswild": true, "species": species, "length": length })
    };
    let inner = with(&salmon("atlantic", "coho", 2.0), json!([shark, sawshark]));
    let lonely = with(&sawshark, json!([]));
    with(&salmon("alaska", "king", 1.0), json!([with(&shark, json!([inner, lonely])), lonely]))
}

cases! { "body-complex", c = client!(api_body_complex);
    "getComplexBasicValid" => gets_json!(c.basic_get_valid(), { "id": 2, "name": "abc", "color": "YELLOW" });
    "putComplexBasicValid" => c.basic_put_valid(ComponentsParametersApiVersionParameterSchema::N20160229, &Basic::new().id(2).name("abc").color(BasicColor::Magenta)).await?;
    "getComplexBasicEmpty" => gets!(c.basic_get_empty(), Basic::new());
    "getComplexBasicNotProvided" => unreadable!(c.basic_get_not_provided());
    "getComplexBasicNull" => {
        let basic = c.basic_get_null().await?.into_inner();
        crate::harness::same((basic.id, basic.name), (None, None))?;
    };
    "getComplexBasicInvalid" => unreadable!(c.basic_get_invalid());
    "getComplexPrimitiveInteger" => gets_json!(c.primitive_get_int(), { "field1": -1, "field2": 2 });
    "putComplexPrimitiveInteger" => c.primitive_put_int(value!({ "field1": -1, "field2": 2 })).await?;
    "getComplexPrimitiveLong" => gets_json!(c.primitive_get_long(), { "field1": 1_099_511_627_775_i64, "field2": -999_511_627_788_i64 });
    "putComplexPrimitiveLong" => c.primitive_put_long(value!({ "field1": 1_099_511_627_775_i64, "field2": -999_511_627_788_i64 })).await?;
    "getComplexPrimitiveFloat" => gets_json!(c.primitive_get_float(), { "field1": 1.05, "field2": -0.003 });
    "putComplexPrimitiveFloat" => c.primitive_put_float(value!({ "field1": 1.05, "field2": -0.003 })).await?;
    "getComplexPrimitiveDouble" => gets_json!(c.primitive_get_double(), { "field1": 3e-100, "field_56_zeros_after_the_dot_and_negative_zero_before_dot_and_this_is_a_long_field_name_on_purpose": -5e-57 });
    "putComplexPrimitiveDouble" => c.primitive_put_double(value!({ "field1": 3e-100, "field_56_zeros_after_the_dot_and_negative_zero_before_dot_and_this_is_a_long_field_name_on_purpose": -5e-57 })).await?;
    "getComplexPrimitiveBool" => gets_json!(c.primitive_get_bool(), { "field_true": true, "field_false": false });
    "putComplexPrimitiveBool" => c.primitive_put_bool(value!({ "field_true": true, "field_false": false })).await?;
    "getComplexPrimitiveString" => gets_json!(c.primitive_get_string(), { "field": "goodrequest", "empty": "", "null": null });
    "putComplexPrimitiveString" => c.primitive_put_string(value!({ "field": "goodrequest", "empty": "", "null": null })).await?;
    "getComplexPrimitiveDate" => gets_json!(c.primitive_get_date(), { "field": "0001-01-01", "leap": "2016-02-29" });
    "putComplexPrimitiveDate" => c.primitive_put_date(value!({ "field": "0001-01-01", "leap": "2016-02-29" })).await?;
    "getComplexPrimitiveDateTime" => gets_json!(c.primitive_get_date_time(), { "field": "0001-01-01T00:00:00Z", "now": "2015-05-18T18:38:00Z" });
    "putComplexPrimitiveDateTime" => c.primitive_put_date_time(value!({ "field": "0001-01-01T00:00:00Z", "now": "2015-05-18T18:38:00Z" })).await?;
    "getComplexPrimitiveDateTimeRfc1123" => gets_json!(c.primitive_get_date_time_rfc1123(), { "field": "Mon, 01 Jan 0001 00:00:00 GMT", "now": "Mon, 18 May 2015 11:38:00 GMT" });
    "putComplexPrimitiveDateTimeRfc1123" => c.primitive_put_date_time_rfc1123(value!({ "field": "Mon, 01 Jan 0001 00:00:00 GMT", "now": "Mon, 18 May 2015 11:38:00 GMT" })).await?;
    "getComplexPrimitiveDuration" => gets_json!(c.primitive_get_duration(), { "field": "P123DT22H14M12.011S" });
    "putComplexPrimitiveDuration" => c.primitive_put_duration(value!({ "field": "P123DT22H14M12.011S" })).await?;
    "getComplexPrimitiveByte" => gets_json!(c.primitive_get_byte(), { "field": "//79/AD6+fj39g==" });
    "putComplexPrimitiveByte" => c.primitive_put_byte(value!({ "field": "//79/AD6+fj39g==" })).await?;
    "getComplexArrayValid" => gets_json!(c.array_get_valid(), { "array": ["1, 2, 3, 4", "", null, "&S#$(*Y", "The quick brown fox jumps over the lazy dog"] });
    "putComplexArrayValid" => c.array_put_valid(value!({ "array": ["1, 2, 3, 4", "", null, "&S#$(*Y", "The quick brown fox jumps over the lazy dog"] })).await?;
    "getComplexArrayEmpty" => gets_json!(c.array_get_empty(), { "array": [] });
    "putComplexArrayEmpty" => c.array_put_empty(value!({ "array": [] })).await?;
    "getComplexArrayNotProvided" => gets_json!(c.array_get_not_provided(), {});
    "getComplexDictionaryValid" => gets_json!(c.dictionary_get_valid(), { "defaultProgram": { "txt": "notepad", "bmp": "mspaint", "xls": "excel", "exe": "", "": null } });
    "putComplexDictionaryValid" => c.dictionary_put_valid(value!({ "defaultProgram": { "txt": "notepad", "bmp": "mspaint", "xls": "excel", "exe": "", "": null } })).await?;
    "getComplexDictionaryEmpty" => gets_json!(c.dictionary_get_empty(), { "defaultProgram": {} });
    "putComplexDictionaryEmpty" => c.dictionary_put_empty(value!({ "defaultProgram": {} })).await?;
    "getComplexDictionaryNull" => gets_json!(c.dictionary_get_null(), { "defaultProgram": null });
    "getComplexDictionaryNotProvided" => gets_json!(c.dictionary_get_not_provided(), {});
    "getComplexInheritanceValid" => gets_json!(c.inheritance_get_valid(), {
        "breed": "persian", "color": "green", "id": 2, "name": "Siameeee",
        "hates": [{ "food": "tomato", "id": 1, "name": "Potato" }, { "food": "french fries", "id": -1, "name": "Tomato" }]
    });
    "putComplexInheritanceValid" => c.inheritance_put_valid(value!({
        "breed": "persian", "color": "green", "id": 2, "name": "Siameeee",
        "hates": [{ "food": "tomato", "id": 1, "name": "Potato" }, { "food": "french fries", "id": -1, "name": "Tomato" }]
    })).await?;
    "getComplexPolymorphismValid" => gets!(c.polymorphism_get_valid(), Fish::Salmon(salmon()?));
    "putComplexPolymorphismValid" => c.polymorphism_put_valid(&salmon()?.into()).await?;
    "getComplexPolymorphismComplicated" => gets!(c.polymorphism_get_complicated(), Salmon::SmartSalmon(smart_salmon()?));
    "putComplexPolymorphismComplicated" => c.polymorphism_put_complicated(&smart_salmon()?.into()).await?;
    "putComplexPolymorphismNoDiscriminator" => {
        // Sent with the tag, answered without it: what cannot be told apart is kept as it came.
        let Salmon::Other(received) = c.polymorphism_put_missing_discriminator(&salmon()?.into()).await?.into_inner() else {
            return Err(Failure::new("a fish without a tag is told apart"));
        };
        same((received["location"].as_str(), received["siblings"].as_array().map(Vec::len)), (Some("alaska"), Some(3)))?;
    };
    "getComplexPolymorphicRecursiveValid" => {
        let received = c.polymorphicrecursive_get_valid().await?.into_inner();
        let Fish::Salmon(salmon) = &received else { return Err(Failure::new(format!("{received:?} is no salmon"))) };
        same(salmon.siblings.as_ref().map(Vec::len), Some(2))?;
        same(serde_json::to_value(&received)?, big_fish())?;
    };
    "putComplexPolymorphicRecursiveValid" => c.polymorphicrecursive_put_valid(&serde_json::from_value(big_fish())?).await?;
    "getComplexPolymorphismDotSyntax" => {
        let received = c.polymorphism_get_dot_syntax().await?.into_inner();
        let DotFish::DotSalmon(salmon) = &received else { return Err(Failure::new(format!("{received:?} is no salmon"))) };
        same(salmon.location.as_deref(), Some("sweden"))?;
    };
    "getComposedWithDiscriminator" => {
        let market = c.polymorphism_get_composed_with_discriminator().await?.into_inner();
        let fishes = market.fishes.unwrap_or_default();
        same(fishes.iter().map(|fish| matches!(fish, DotFish::DotSalmon(_))).collect::<Vec<_>>(), [true, true])?;
        same(market.salmons.unwrap_or_default().len(), 2)?;
        same(market.sample_salmon.and_then(|salmon| salmon.location).as_deref(), Some("sweden"))?;
    };
    "getComposedWithoutDiscriminator" => {
        let market = c.polymorphism_get_composed_without_discriminator().await?.into_inner();
        same(market.fishes.map(|fishes| fishes.len()), Some(2))?;
        same(market.salmons.unwrap_or_default().len(), 2)?;
        same(market.sample_salmon.and_then(|salmon| salmon.location).as_deref(), Some("sweden"))?;
    };
    "getComplexReadOnlyPropertyValid" => gets_json!(c.readonlyproperty_get_valid(), { "id": "1234", "size": 2 });
    "putComplexReadOnlyPropertyValid" => c.readonlyproperty_put_valid(&NewReadonlyObj::new().size(2)).await?;
}
