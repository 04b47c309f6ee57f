use api_xml_service::models::*;

cases! { "xml-service", c = client!(api_xml_service);
    "jsonInputInXMLSwagger" => c.xml_json_input(&JsonInput::new().id(42)).await?;
    "jsonOutputInXMLSwagger" => gets_json!(c.xml_json_output(), { "id": 42 });
    "GetSimpleXML" => gets_json!(c.xml_get_simple(), { "title": "Sample Slide Show", "date": "Date of publication", "author": "Yours Truly", "slides": [{ "type": "all", "title": "Wake up to WonderWidgets!" }, { "type": "all", "title": "Overview", "items": ["Why WonderWidgets are great", "", "Who buys WonderWidgets"] }] });
    "PutSimpleXML" => c.xml_put_simple(value!({ "title": "Sample Slide Show", "date": "Date of publication", "author": "Yours Truly", "slides": [{ "type": "all", "title": "Wake up to WonderWidgets!" }, { "type": "all", "title": "Overview", "items": ["Why WonderWidgets are great", "", "Who buys WonderWidgets"] }] })).await?;
    "GetWrappedXMLList" => gets_json!(c.xml_get_wrapped_lists(), { "GoodApples": ["Fuji", "Gala"], "BadApples": ["Red Delicious"] });
    "PutWrappedXMLList" => c.xml_put_wrapped_lists(value!({ "GoodApples": ["Fuji", "Gala"], "BadApples": ["Red Delicious"] })).await?;
    "GetEmptyXMLList" => gets_json!(c.xml_get_empty_list(), {});
    "PutEmptyXMLList" => c.xml_put_empty_list(value!({})).await?;
    "GetEmptyWrappedXMLList" => gets_json!(c.xml_get_empty_wrapped_lists(), { "GoodApples": [], "BadApples": [] });
    "PutEmptyWrappedXMLList" => c.xml_put_empty_wrapped_lists(value!({ "GoodApples": [], "BadApples": [] })).await?;
    "GetXMLListAtRoot" => gets_json!(c.xml_get_root_list(), [{ "name": "Cavendish", "flavor": "Sweet", "expiration": "2018-02-28T00:40:00.123Z" }, { "name": "Plantain", "flavor": "Savory", "expiration": "2018-02-28T00:40:00.123Z" }]);
    "PutXMLListAtRoot" => c.xml_put_root_list(value!([{ "name": "Cavendish", "flavor": "Sweet", "expiration": "2018-02-28T00:40:00.123Z" }, { "name": "Plantain", "flavor": "Savory", "expiration": "2018-02-28T00:40:00.123Z" }])).await?;
    "GetXMLListAtRootSingle" => gets_json!(c.xml_get_root_list_single_item(), [{ "name": "Cavendish", "flavor": "Sweet", "expiration": "2018-02-28T00:40:00.123Z" }]);
    "PutXMLListAtRootSingle" => c.xml_put_root_list_single_item(value!([{ "name": "Cavendish", "flavor": "Sweet", "expiration": "2018-02-28T00:40:00.123Z" }])).await?;
    "GetEmptyXMLListAtRoot" => gets_json!(c.xml_get_empty_root_list(), []);
    "PutEmptyXMLListAtRoot" => c.xml_put_empty_root_list(value!([])).await?;
    "GetXMLEmptyNode" => gets_json!(c.xml_get_empty_child_element(), { "name": "Unknown Banana", "flavor": "", "expiration": "2012-02-24T00:53:52.789Z" });
    "PutXMLEmptyNode" => c.xml_put_empty_child_element(value!({ "name": "Unknown Banana", "flavor": "", "expiration": "2012-02-24T00:53:52.789Z" })).await?;
    "GetRootWithRefAndNoMetaXML" => gets_json!(c.xml_get_complex_type_ref_no_meta(), { "RefToModel": { "ID": "myid" }, "Something": "else" });
    "PutRootWithRefAndNoMetaXML" => c.xml_put_complex_type_ref_no_meta(value!({ "RefToModel": { "ID": "myid" }, "Something": "else" })).await?;
    "GetRootWithRefAndMetaXML" => gets_json!(c.xml_get_complex_type_ref_with_meta(), { "RefToModel": { "ID": "myid" }, "Something": "else" });
    "PutRootWithRefAndMetaXML" => c.xml_put_complex_type_ref_with_meta(value!({ "RefToModel": { "ID": "myid" }, "Something": "else" })).await?;
    "XmlGetBytes" => gets_json!(c.xml_get_bytes(), { "Bytes": "SGVsbG8gd29ybGQ=" });
    "XmlPutBytes" => c.xml_put_binary(value!({ "Bytes": "SGVsbG8gd29ybGQ=" })).await?;
    "XmlGetUrl" => gets_json!(c.xml_get_uri(), { "Url": "https://myaccount.blob.core.windows.net/" });
    "XmlPutUrl" => c.xml_put_uri(value!({ "Url": "https://myaccount.blob.core.windows.net/" })).await?;
    "GetWithXMsText" => gets_json!(c.xml_get_x_ms_text(), { "language": "english", "content": "I am text" });
    "StorageGetContainerACLXML" => gets_json!(c.xml_get_acls(XmlGetAclsComp::Acl, XmlGetAclsRestype::Container), [{ "Id": "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=", "AccessPolicy": { "Start": "2009-09-28T08:49:37.123Z", "Expiry": "2009-09-29T08:49:37.123Z", "Permission": "rwd" } }]);
    "StoragePutContainerACLXML" => c.xml_put_acls(XmlGetAclsComp::Acl, XmlGetAclsRestype::Container, value!([{ "Id": "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=", "AccessPolicy": { "Start": "2009-09-28T08:49:37.123Z", "Expiry": "2009-09-29T08:49:37.123Z", "Permission": "rwd" } }])).await?;
    "StorageGetServicePropertiesXML" => gets_json!(c.xml_get_service_properties(XmlGetServicePropertiesComp::Properties, XmlGetServicePropertiesRestype::Service), { "Logging": { "Version": "1.0", "Delete": true, "Read": false, "Write": true, "RetentionPolicy": { "Enabled": true, "Days": 7 } }, "HourMetrics": { "Version": "1.0", "Enabled": true, "IncludeAPIs": false, "RetentionPolicy": { "Enabled": true, "Days": 7 } }, "MinuteMetrics": { "Version": "1.0", "Enabled": true, "IncludeAPIs": true, "RetentionPolicy": { "Enabled": true, "Days": 7 } } });
    "StoragePutServicePropertiesXML" => c.xml_put_service_properties(XmlGetServicePropertiesComp::Properties, XmlGetServicePropertiesRestype::Service, value!({ "Logging": { "Version": "1.0", "Delete": true, "Read": false, "Write": true, "RetentionPolicy": { "Enabled": true, "Days": 7 } }, "HourMetrics": { "Version": "1.0", "Enabled": true, "IncludeAPIs": false, "RetentionPolicy": { "Enabled": true, "Days": 7 } }, "MinuteMetrics": { "Version": "1.0", "Enabled": true, "IncludeAPIs": true, "RetentionPolicy": { "Enabled": true, "Days": 7 } } })).await?;
    // The server leaves out `Prefix`, which the document requires.
    "StorageListContainersXML" => unreadable!(c.xml_list_containers(XmlListContainersComp::List));
    // The same, and more of what is required of each blob.
    "StorageListBlobsXML" => unreadable!(c.xml_list_blobs(XmlListContainersComp::List, XmlGetAclsRestype::Container));
}
