use api_xml_service::models::JsonInput;

cases! { "xml-service", c = client!(api_xml_service);
    "jsonInputInXMLSwagger" => c.xml_json_input(&JsonInput::new().id(42)).await?;
    "jsonOutputInXMLSwagger" => gets_json!(c.xml_json_output(), { "id": 42 });
}
