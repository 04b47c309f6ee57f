//! The calls of the scenarios: which operation of which client, and the values for it.

use std::fs;

use anyhow::{Context, Result};
use openapi_client_generator::Generated;
use openapi_client_generator::unstable::ir::{Decode, Encode, Operation, PageInput, Paging};
use serde_json::{Map, Value, json};

use super::documents::{self, Document, Found};
use super::values;
use crate::scratch::root;

/// The calls, in the order of the scenarios. One that cannot be made says why in `not_called`.
pub(super) fn plan(
    definitions: &[Value],
    documents: &[Document],
    clients: &[Result<Generated, String>],
    url: &str,
) -> Result<Vec<Value>> {
    let path = root().join("tests/conformance/http-specs/calls.json");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let given: Map<String, Value> = serde_json::from_str(&text)?;
    let mut calls = Vec::new();
    for definition in definitions {
        let name = definition["scenario"].as_str().unwrap_or_default();
        let index = definition["index"].as_u64();
        let index = index.and_then(|index| usize::try_from(index).ok());
        let own = given
            .get(name)
            .zip(index)
            .and_then(|(calls, index)| calls.get(index));
        for request in requests(definition, own) {
            let mut call = call(&request, documents, clients, url);
            call["call"] = json!(calls.len());
            call["scenario"] = definition["scenario"].clone();
            call["index"] = definition["index"].clone();
            calls.push(call);
        }
    }
    Ok(calls)
}

/// What is sent for a definition: what it says itself, with what is said of it here in its place.
fn requests(definition: &Value, own: Option<&Value>) -> Vec<Value> {
    let with = |own: &Value| {
        let mut request = definition.clone();
        for (key, value) in own.as_object().into_iter().flatten() {
            request[key.as_str()] = value.clone();
        }
        request
    };
    match own {
        None | Some(Value::Null) => vec![definition.clone()],
        Some(Value::Array(several)) => several.iter().map(with).collect(),
        Some(own) => vec![with(own)],
    }
}

fn call(
    request: &Value,
    documents: &[Document],
    clients: &[Result<Generated, String>],
    url: &str,
) -> Value {
    let text = |key: &str| request[key].as_str().unwrap_or_default();
    let mut uri = text("uri").replace('\\', "");
    for (name, value) in request["path"].as_object().into_iter().flatten() {
        uri = uri.replace(&format!(":{name}"), &plain(value));
    }
    let found = documents::find(documents, text("specification"), text("method"), &uri);
    let Some(found) = found else {
        return json!({ "not_called": "the document has no such operation" });
    };
    let document = &documents[found.document];
    let generated = match &clients[found.document] {
        Ok(generated) => generated,
        Err(why) => return json!({ "not_called": format!("no client is generated: {why}") }),
    };
    let mut operations = generated.api.operations.iter();
    let Some(index) = operations.position(|operation| operation.pointer == found.pointer) else {
        return json!({ "not_called": "the client has no such operation" });
    };
    let operation = &generated.api.operations[index];
    let accept = header(request, "accept").map(|accept| plain(&accept));
    let (bodies, sent_as) = bodies(operation, document, &found, &request["body"]);
    json!({
        "package": document.package,
        "operation": index,
        "base": format!("{url}{}", found.base),
        "parameters": parameters(document, &found, request),
        "bodies": bodies,
        "status": request["status"],
        "answers": match &request["response"] {
            Value::Null => json!({}),
            body => json!({ (plain(&body["media_type"])): true }),
        },
        "items": request["items"],
        "last_event": request["last_event"],
        "expected": request["expected"],
        "accept": accept,
        "accept_instead": accept.filter(|accept| operation.output.also.contains(accept)),
        "sent_as": sent_as,
        "as_text": as_text(operation),
        "paged": operation.paging.as_ref().map(paged),
        "credentials": credentials(document, request),
    })
}

/// What the client sends or returns as text, although the document says what it consists of.
fn as_text(operation: &Operation) -> Option<&'static str> {
    let is_xml = |media_type: &str| media_type.contains("xml");
    let mut sent = operation.body.iter();
    let sent = sent.any(|body| is_xml(&body.media_type) && body.encode == Encode::Text);
    let answered = is_xml(&operation.output.accept) && operation.output.decode == Decode::Text;
    let mut errors = operation.errors.iter();
    let failed = errors.any(|error| error.decode == Decode::Text);
    (sent || answered || failed).then_some("XML")
}

/// The values of the parameters that the document declares.
fn parameters(document: &Document, found: &Found<'_>, request: &Value) -> Vec<Value> {
    let lists = [&found.item["parameters"], &found.operation["parameters"]];
    let declared: Vec<&Value> = lists
        .iter()
        .filter_map(|list| list.as_array())
        .flatten()
        .map(|parameter| document.resolved(parameter))
        .collect();
    let mut values = Vec::new();
    for parameter in &declared {
        let (place, name) = (plain(&parameter["in"]), plain(&parameter["name"]));
        let raw = match place.as_str() {
            "path" => {
                let mut texts = found.path.iter().filter(|(known, _)| *known == name);
                texts.next().map(|(_, text)| json!(text))
            }
            "query" => request["query"].get(&name).cloned(),
            "header" => header(request, &name),
            _ => header(request, "cookie").and_then(|cookies| {
                let mut pairs = cookies
                    .as_str()?
                    .split("; ")
                    .filter_map(|pair| pair.split_once('='));
                pairs
                    .find(|(known, _)| *known == name)
                    .map(|(_, value)| json!(value))
            }),
        };
        let raw = match (raw, place.as_str()) {
            (Some(raw), _) => raw,
            (None, "query") => Value::Null,
            (None, _) => continue,
        };
        let value = match values::read(document, parameter, &raw) {
            Some(value) if !raw.is_null() => value,
            Some(_) => continue,
            None => {
                let is_other = |name: &str| declared.iter().any(|other| other["name"] == name);
                let pairs = request["query"].as_object().into_iter().flatten();
                let pairs: Vec<(String, String)> = pairs
                    .filter(|(name, _)| !is_other(name))
                    .map(|(name, value)| (name.clone(), plain(value)))
                    .collect();
                let pairs = pairs
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.as_str()));
                values::members(document, parameter, pairs)
            }
        };
        values.push(json!({ "in": place, "name": name, "value": value }));
    }
    values
}

fn header(request: &Value, name: &str) -> Option<Value> {
    let mut headers = request["headers"].as_object()?.iter();
    let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.clone())
}

/// The body by its media type: the one the document has, if it has but one. Which other one it is to be sent as, where a client
/// takes it under the name of the first.
fn bodies(
    operation: &Operation,
    document: &Document,
    found: &Found<'_>,
    body: &Value,
) -> (Value, Option<String>) {
    if body.is_null() {
        return (json!({}), None);
    }
    let declared = document.resolved(&found.operation["requestBody"]);
    let content = declared["content"].as_object();
    let media_type = plain(&body["media_type"]);
    let media_type = match content {
        Some(content) if content.len() == 1 && !content.contains_key(&media_type) => {
            content.keys().next().cloned().unwrap_or_default()
        }
        _ => media_type,
    };
    let value = if body["parts"].is_object() {
        let schema = content.and_then(|content| content.get(&media_type));
        let schema = schema.map_or(&Value::Null, |content| {
            document.resolved(&content["schema"])
        });
        form(document, schema, body)
    } else if let Some(bytes) = body["bytes"].as_str() {
        json!({ "bytes": base64(bytes) })
    } else if body["json"].is_null() && body["text"].is_string() {
        body["text"].clone()
    } else {
        body["json"].clone()
    };
    let is_it = |known: &str| known.eq_ignore_ascii_case(&media_type);
    let usual = operation
        .bodies()
        .find(|known| !is_it(&known.media_type) && known.also.iter().any(|also| is_it(also)));
    match usual {
        Some(usual) => (
            json!({ (usual.media_type.clone()): value }),
            Some(plain(&body["media_type"])),
        ),
        None => (json!({ media_type: value }), None),
    }
}

/// The members of a form: parts as they are, files as bytes with a name and a media type.
fn form(document: &Document, schema: &Value, body: &Value) -> Value {
    let mut members = body["parts"].as_object().cloned().unwrap_or_default();
    for (name, value) in &mut members {
        let is_text = document.resolved(&schema["properties"][name])["type"] == "string";
        if is_text && !value.is_string() {
            *value = json!(plain(value));
        }
    }
    for file in body["files"].as_array().into_iter().flatten() {
        let name = plain(&file["name"]);
        let value = json!({
            "name": file["file_name"],
            "media_type": file["media_type"],
            "bytes": base64(file["bytes"].as_str().unwrap_or_default()),
        });
        if document.resolved(&schema["properties"][&name])["type"] == "array" {
            let list = members.entry(name).or_insert_with(|| json!([]));
            if let Some(list) = list.as_array_mut() {
                list.push(value);
            }
        } else {
            members.insert(name, value);
        }
    }
    Value::Object(members)
}

/// What the scenario authenticates with.
fn credentials(document: &Document, request: &Value) -> Value {
    let mut credentials = Map::new();
    let authorization = header(request, "authorization").map(|value| plain(&value));
    if let Some((scheme, text)) = authorization
        .as_deref()
        .and_then(|text| text.split_once(' '))
    {
        let key = if scheme.eq_ignore_ascii_case("bearer") {
            "token"
        } else {
            "key"
        };
        credentials.insert(key.to_owned(), json!(text));
    }
    let schemes = document.tree["components"]["securitySchemes"].as_object();
    for scheme in schemes.into_iter().flatten().map(|(_, scheme)| scheme) {
        if scheme["type"] == "apiKey"
            && let Some(value) = header(request, &plain(&scheme["name"]))
        {
            credentials.insert("key".to_owned(), value);
        }
    }
    Value::Object(credentials)
}

/// The query parameters that say which page is wanted.
fn paged(paging: &Paging) -> Vec<&str> {
    let skip = paging
        .skip
        .iter()
        .flat_map(|skip| [Some(&skip.number), skip.size.as_ref()]);
    let cursor = paging
        .cursor
        .iter()
        .flat_map(|cursor| [Some(&cursor.cursor), cursor.size.as_ref()]);
    let names = skip
        .chain(cursor)
        .flatten()
        .filter_map(|input| match input {
            PageInput::Query(name) => Some(name.as_str()),
            PageInput::Body { .. } => None,
        });
    names.collect()
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// The bytes that a text stands for (RFC 4648 section 4).
fn base64(text: &str) -> Vec<u8> {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0_u32);
    for sextet in text.bytes().filter_map(value) {
        held = (held << 6) | u32::from(sextet);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits).to_le_bytes()[0]);
        }
    }
    bytes
}
