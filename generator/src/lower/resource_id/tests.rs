use crate::config::{Config, Ids};
use crate::ir::{Api, Type};
use crate::{Document, Source};

/// The resources of two types in one document, and what the parameter in their paths is.
const PHOTOS: &str = "openapi: 3.0.3
info: { title: T, version: '1' }
paths:
  /photos/{id}: { get: { operationId: photo, parameters: [&id { name: id, in: path, required: true, schema: { type: string } }], responses: { 200: &photo { description: d, content: { application/vnd.api+json: { schema: { type: object, required: [data], properties: { data: { $ref: '#/components/schemas/Photo' } } } } } } } } }
  /photos/{id}/tags/{tag}: { delete: { operationId: untag, parameters: [*id, { name: tag, in: path, required: true, schema: { type: string } }], responses: { 204: { description: d } } } }
  /photos/{id}.json: { get: { operationId: text, parameters: [*id], responses: { 204: { description: d } } } }
  /things/{id}: { get: { operationId: thing, parameters: [*id], responses: { 200: *photo } }, patch: { operationId: change, parameters: [*id], responses: { 200: { description: d, content: { application/vnd.api+json: { schema: { type: object, required: [data], properties: { data: { $ref: '#/components/schemas/Person' } } } } } } } } }
  /numbers/{id}: { get: { operationId: number, parameters: [{ name: id, in: path, required: true, schema: { type: integer } }], responses: { 200: *photo } } }
components:
  schemas:
    Photo: { type: object, required: [type, id, attributes], properties: { type: { type: string, enum: [photos] }, id: { type: string }, attributes: { type: object, properties: { a: { type: string } } } } }
    Person: { type: object, required: [type, id, attributes], properties: { type: { type: string, enum: [people] }, id: { type: string }, attributes: { type: object, properties: { a: { type: string } } } } }
";

fn lowered(config: &Config) -> Api {
    let document = Document::read(Source::new("api.yaml", PHOTOS), &[]).expect("it can be read");
    let mut diagnostics = document.diagnostics.clone();
    crate::lower::lower(&document.tree, config, &mut diagnostics)
}

#[test]
fn a_path_parameter_is_the_id_of_the_one_resource_that_the_path_leads_to() {
    let api = lowered(&Config::default());
    let ids = |operation: &str| -> Vec<bool> {
        let operation = api.operations.iter().find(|found| found.id == operation);
        let parameters = operation.unwrap().parameters.iter();
        parameters
            .map(|parameter| matches!(parameter.ty, Type::ResourceId(_)))
            .collect()
    };
    assert_eq!(ids("photo"), [true]);
    assert_eq!(ids("untag"), [true, false]);
    // Another path, two types of resources at one path, and no string.
    assert_eq!(ids("text"), [false]);
    assert_eq!((ids("thing"), ids("change")), (vec![false], vec![false]));
    assert_eq!(ids("number"), [false]);
}

#[test]
fn ids_are_strings_where_the_configuration_says_so() {
    let config = Config {
        ids: Ids::String,
        ..Config::default()
    };
    let api = lowered(&config);
    let parameters = api.operations.iter().flat_map(|found| &found.parameters);
    assert!(
        parameters
            .into_iter()
            .all(|found| !matches!(found.ty, Type::ResourceId(_)))
    );
    assert!(api.kinds().all(|(_, kind)| !kind.typed_id));
}
