//! Documents of about a megabyte in which one thing is deep, wide, long or intertwined.

use serde_json::{Map, Value, json};

/// A document by its name.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    pub(crate) make: fn() -> String,
}

macro_rules! shapes {
    ($($name:ident),* $(,)?) => {
        pub(crate) const ALL: &[Shape] = &[$(Shape { name: stringify!($name), make: || $name().to_string() }),*];
    };
}

shapes! {
    discriminator_chain,
    discriminator_chain_with_members,
    discriminator_on_every_level,
    discriminators_that_lead_on,
    discriminator_chain_with_leaves,
    discriminator_chain_of_one_of,
    discriminator_mapping_to_subtypes,
    deep_properties,
    properties_in_chunks,
    wide_one_of,
    wide_any_of_of_objects,
    wide_enum,
    many_operations,
    many_schemas,
    all_of_many,
    long_name,
    many_long_names,
    many_parameters,
    many_servers,
    many_tags,
    response_chain,
    wide_mapping,
    large_examples,
    resources,
    intertwined,
    many_members,
    same_names,
    deep_arrays,
    all_of_chain_with_members,
    xml_that_is_not_told,
}

/// Components, of which one operation sends and receives the first, the last and some between.
#[allow(clippy::needless_pass_by_value, reason = "built in place")]
fn schemas(schemas: Map<String, Value>) -> Value {
    let mut names = schemas.keys().map(String::as_str);
    let few = schemas.len() / 5 + 1;
    let mut used: Vec<&str> = names.clone().step_by(few).collect();
    used.extend(names.next_back());
    let members = used.iter().enumerate();
    let members: Map<String, Value> = members
        .map(|(number, name)| (format!("a{number}"), to(name)))
        .collect();
    let schema = json!({ "type": "object", "properties": members });
    let body = json!({ "content": { "application/json": { "schema": schema } } });
    let paths = json!({ "/a": { "post": { "requestBody": body, "responses": answer(schema) } } });
    with(paths, json!({ "schemas": schemas }))
}

#[allow(clippy::needless_pass_by_value, reason = "built in place")]
fn with(paths: Value, components: Value) -> Value {
    json!({ "openapi": "3.0.3", "info": { "title": "T", "version": "1" }, "paths": paths, "components": components })
}

fn to(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn named(prefix: &str, count: usize, mut value: impl FnMut(usize) -> Value) -> Map<String, Value> {
    let members = (0..count).map(|number| (format!("{prefix}{number}"), value(number)));
    members.collect()
}

#[allow(clippy::needless_pass_by_value, reason = "built in place")]
fn answer(schema: Value) -> Value {
    json!({ "200": { "description": "d", "content": { "application/json": { "schema": schema } } } })
}

fn base() -> Value {
    json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" } }, "discriminator": { "propertyName": "kind" } })
}

fn discriminator_chain() -> Value {
    schemas(named("s", 20_000, |number| match number {
        0 => base(),
        _ => json!({ "allOf": [to(&format!("s{}", number - 1))] }),
    }))
}

fn discriminator_chain_with_members() -> Value {
    schemas(named("s", 9_000, |number| match number {
        0 => base(),
        _ => {
            json!({ "allOf": [to(&format!("s{}", number - 1)), { "properties": { (format!("m{number}")): { "type": "string" } } }] })
        }
    }))
}

fn discriminator_on_every_level() -> Value {
    let discriminator = json!({ "propertyName": "kind" });
    schemas(named("s", 9_000, |number| match number {
        0 => base(),
        _ => {
            json!({ "allOf": [to(&format!("s{}", number - 1))], "discriminator": discriminator })
        }
    }))
}

/// Each extends the next, and has a discriminator and members itself.
fn discriminators_that_lead_on() -> Value {
    let count = 5_000;
    schemas(named("s", count, |number| {
        let mut schema = base();
        if number + 1 < count {
            schema["allOf"] = json!([to(&format!("s{}", number + 1))]);
        }
        schema
    }))
}

/// Of each generation one goes on and one does not.
fn discriminator_chain_with_leaves() -> Value {
    let mut all = named("s", 7_000, |number| match number {
        0 => base(),
        _ => json!({ "allOf": [to(&format!("s{}", number - 1))] }),
    });
    all.extend(named(
        "l",
        7_000,
        |number| json!({ "allOf": [to(&format!("s{number}"))] }),
    ));
    schemas(all)
}

fn discriminator_chain_of_one_of() -> Value {
    let count = 5_000;
    schemas(named("s", count, |number| {
        let next = to(&format!("s{}", (number + 1).min(count - 1)));
        let own = json!({ "type": "object", "properties": { "kind": { "enum": [format!("k{number}")] } } });
        json!({ "oneOf": [next, own], "discriminator": { "propertyName": "kind" } })
    }))
}

fn discriminator_mapping_to_subtypes() -> Value {
    let count = 8_000;
    let mut all = named("s", count, |_| json!({ "allOf": [to("base")] }));
    let mapping = named("value", count, |number| {
        json!(format!("#/components/schemas/s{number}"))
    });
    let mut base = base();
    base["discriminator"]["mapping"] = Value::Object(mapping);
    all.insert("base".to_owned(), base);
    schemas(all)
}

fn deep_properties() -> Value {
    let mut schema = json!({ "type": "string" });
    for number in 0..55 {
        schema = json!({ "type": "object", "properties": { (format!("m{number}")): schema, "other": { "type": "integer" } } });
    }
    schemas(named("s", 220, |_| schema.clone()))
}

/// Objects in objects, each some levels deep and then on by reference.
fn properties_in_chunks() -> Value {
    schemas(named("s", 300, |number| {
        let mut schema = to(&format!("s{}", (number + 1) % 300));
        for depth in 0..50 {
            schema = json!({ "type": "object", "properties": { (format!("m{depth}_{number}")): schema } });
        }
        schema
    }))
}

fn wide_one_of() -> Value {
    let mut all = named("s", 10_000, |number| {
        let member = format!("m{number}");
        json!({ "type": "object", "required": [member], "properties": { (member): { "type": "string" } } })
    });
    let alternatives: Vec<Value> = (0..10_000)
        .map(|number| to(&format!("s{number}")))
        .collect();
    all.insert("u".to_owned(), json!({ "oneOf": alternatives }));
    schemas(all)
}

fn wide_any_of_of_objects() -> Value {
    let alternatives: Vec<Value> = (0..10_000)
        .map(|number| json!({ "type": "object", "properties": { (format!("m{}", number % 100)): { "enum": [number] } } }))
        .collect();
    let mut all = Map::new();
    all.insert("u".to_owned(), json!({ "anyOf": alternatives }));
    schemas(all)
}

fn wide_enum() -> Value {
    let values: Vec<String> = (0..50_000)
        .map(|number| format!("value {number}"))
        .collect();
    let mut all = Map::new();
    all.insert("e".to_owned(), json!({ "type": "string", "enum": values }));
    schemas(all)
}

fn many_operations() -> Value {
    let paths = named("/p", 20_000, |_| json!({ "get": { "responses": {} } }));
    with(Value::Object(paths), json!({}))
}

fn many_schemas() -> Value {
    schemas(named(
        "s",
        20_000,
        |_| json!({ "properties": { "a": { "type": "string" } } }),
    ))
}

fn all_of_many() -> Value {
    let mut all = named(
        "s",
        5_000,
        |number| json!({ "type": "object", "properties": { (format!("m{number}")): { "type": "string" }, "common": { "type": "object", "properties": { (format!("x{number}")): {} } } } }),
    );
    let parts = |from: usize, until: usize| -> Vec<Value> {
        (from..until)
            .map(|number| to(&format!("s{number}")))
            .collect()
    };
    all.insert("a".to_owned(), json!({ "allOf": parts(0, 5_000) }));
    all.insert("b".to_owned(), json!({ "allOf": parts(1, 5_000) }));
    schemas(all)
}

fn long_name() -> Value {
    let long = "aB-".repeat(330_000);
    let mut all = Map::new();
    let schema = json!({ "type": "object", "properties": { "a": { "type": "object", "properties": { "b": { "type": "object", "properties": { "c": { "type": "object", "properties": { "d": {} } } } } } } } });
    all.insert(long, schema);
    schemas(all)
}

fn many_long_names() -> Value {
    let long = "word ".repeat(1_000);
    schemas(named(
        "s",
        200,
        |number| json!({ "type": "object", "properties": { (format!("{long}{number}")): { "type": "object", "properties": { "a": { "enum": ["x", "y"] } } } } }),
    ))
}

fn many_parameters() -> Value {
    let parameters: Vec<Value> = (0..10_000)
        .map(|number| json!({ "name": format!("p{number}"), "in": "query", "required": number % 2 == 0, "schema": { "type": "string" } }))
        .collect();
    let operation = json!({ "get": { "parameters": parameters, "responses": {} } });
    with(json!({ "/a": operation }), json!({}))
}

fn many_servers() -> Value {
    let servers: Vec<Value> = (0..5_000)
        .map(|number| json!({ "url": format!("https://{{region{number}}}.a{number}.test/{{base}}"), "variables": { (format!("region{number}")): { "default": "eu", "enum": ["eu", "us"] }, "base": { "default": format!("v{number}") } } }))
        .collect();
    let mut document = with(json!({ "/a": { "get": { "responses": {} } } }), json!({}));
    document["servers"] = Value::Array(servers);
    document
}

fn many_tags() -> Value {
    let paths = named(
        "/p",
        10_000,
        |number| json!({ "get": { "tags": [format!("tag {number}")], "responses": answer(to("s")) } }),
    );
    with(
        Value::Object(paths),
        json!({ "schemas": { "s": { "type": "object", "properties": { "a": { "type": "string" } } } } }),
    )
}

fn response_chain() -> Value {
    let count = 15_000;
    let responses = named(
        "r",
        count,
        |number| json!({ "$ref": format!("#/components/responses/r{}", number + 1) }),
    );
    let paths = named(
        "/p",
        2_000,
        |number| json!({ "get": { "responses": { "200": { "$ref": format!("#/components/responses/r{}", number * 7) } } } }),
    );
    with(Value::Object(paths), json!({ "responses": responses }))
}

fn wide_mapping() -> Value {
    let mapping: Map<String, Value> = named("value", 20_000, |number| {
        json!(format!("#/components/schemas/s{}", number % 20))
    });
    let mut all = named("s", 20, |_| base());
    let alternatives: Vec<Value> = (0..20).map(|number| to(&format!("s{number}"))).collect();
    let discriminator = json!({ "propertyName": "kind", "mapping": mapping });
    all.insert(
        "u".to_owned(),
        json!({ "oneOf": alternatives, "discriminator": discriminator }),
    );
    schemas(all)
}

fn large_examples() -> Value {
    let items: Vec<Value> = (0..15_000)
        .map(|number| json!({ "kind": "a", "list": [number, null, "text"], "n": 1.5 }))
        .collect();
    let mut all = Map::new();
    let item = json!({ "type": "object", "properties": { "kind": { "type": "string" }, "list": { "type": "array", "items": {} }, "n": { "type": "number" } } });
    all.insert(
        "s".to_owned(),
        json!({ "type": "array", "items": item, "example": items }),
    );
    let paths = json!({ "/a": { "post": { "requestBody": { "content": { "application/json": { "schema": to("s") } } }, "responses": answer(to("s")) } } });
    with(paths, json!({ "schemas": all }))
}

/// JSON:API: resources that refer to each other.
fn resources() -> Value {
    let count = 1_200;
    let linkage = |number: usize| {
        let kind = format!("kind{}", number % count);
        json!({ "type": "object", "properties": { "data": { "type": "object", "required": ["type", "id"], "properties": { "type": { "enum": [kind] }, "id": { "type": "string" } } } } })
    };
    let all = named("R", count, |number| {
        json!({ "type": "object", "required": ["type", "id"], "properties": {
            "type": { "enum": [format!("kind{number}")] },
            "id": { "type": "string" },
            "attributes": { "type": "object", "properties": { "name": { "type": "string" } } },
            "relationships": { "type": "object", "properties": { "a": linkage(number + 1), "b": linkage(number * 7), "c": linkage(number * 31) } },
        } })
    });
    let paths = named("/r", count, |number| {
        let document =
            json!({ "type": "object", "properties": { "data": to(&format!("R{number}")) } });
        json!({ "get": { "responses": { "200": { "description": "d", "content": { "application/vnd.api+json": { "schema": document } } } } } })
    });
    with(Value::Object(paths), json!({ "schemas": all }))
}

/// Compositions of which each leads to three others, and these back.
fn intertwined() -> Value {
    let count = 4_000;
    schemas(named("s", count, |number| {
        let next = |step: usize| to(&format!("s{}", (number * step + 1) % count));
        let own = json!({ "type": "object", "properties": { (format!("m{number}")): next(5), "kind": { "enum": [number] } } });
        match number % 3 {
            0 => json!({ "allOf": [next(2), next(3), own] }),
            1 => json!({ "oneOf": [next(2), next(3), own] }),
            _ => json!({ "anyOf": [next(2), own], "allOf": [next(7)] }),
        }
    }))
}

fn many_members() -> Value {
    let members = named("m", 20_000, |_| json!({ "type": "string" }));
    let object = json!({ "type": "object", "properties": members });
    let mut all = Map::new();
    all.insert("s".to_owned(), object);
    let body = json!({ "content": { "application/json": { "schema": to("s") } } });
    with(
        json!({ "/a": { "post": { "requestBody": body, "responses": answer(to("s")) } } }),
        json!({ "schemas": all }),
    )
}

/// Names that differ in what no identifier can show.
fn same_names() -> Value {
    let members: Map<String, Value> = (0..12_000)
        .map(|number| {
            let bits = (0..14).map(|bit| if number >> bit & 1 == 0 { 'a' } else { 'A' });
            (bits.collect::<String>() + "_", json!({ "enum": ["x"] }))
        })
        .collect();
    let mut all = Map::new();
    all.insert(
        "s".to_owned(),
        json!({ "type": "object", "properties": members }),
    );
    schemas(all)
}

fn deep_arrays() -> Value {
    schemas(named("s", 300, |number| {
        let mut schema = to(&format!("s{}", (number + 1) % 300));
        for _ in 0..60 {
            schema = json!({ "type": "array", "items": schema });
        }
        schema
    }))
}

fn all_of_chain_with_members() -> Value {
    schemas(named("s", 8_000, |number| match number {
        0 => json!({ "type": "object" }),
        _ => {
            json!({ "allOf": [to(&format!("s{}", number - 1)), { "properties": { (format!("m{number}")): { "type": "string" } } }] })
        }
    }))
}

/// Bodies of XML, each of which leads to what XML does not tell.
fn xml_that_is_not_told() -> Value {
    const COUNT: usize = 4_000;
    let all = named("s", COUNT, |number| match number + 1 {
        COUNT => json!({ "oneOf": [to("s0"), to("s1")] }),
        next => {
            json!({ "type": "object", "properties": { "a": { "type": "array", "items": to(&format!("s{next}")) } } })
        }
    });
    let paths = named("/p", COUNT, |number| {
        let content = json!({ "text/xml": { "schema": to(&format!("s{number}")) } });
        json!({ "get": { "responses": { "200": { "description": "", "content": content } } } })
    });
    with(Value::Object(paths), json!({ "schemas": all }))
}
