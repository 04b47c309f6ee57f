//! A file of calls per document of the server.

use std::error::Error;

use crate::harness::Case;

macro_rules! documents {
    ($($name:ident)*) => {
        $(mod $name;)*

        /// The calls of all documents, in this order.
        pub(crate) fn all(url: &str) -> Result<Vec<Case>, Box<dyn Error>> {
            let mut all = Vec::new();
            $(all.extend($name::cases(url)?);)*
            Ok(all)
        }
    };
}

documents! {
    additionalproperties
    any_type
    azure_parameter_grouping
    azure_special_properties
    body_array
    body_binary
    body_boolean
    body_byte
    body_complex
    body_date
    body_datetime
    body_datetime_rfc1123
    body_dictionary
    body_duration
    body_file
    body_formdata
    body_formdata_urlencoded
    body_integer
    body_number
    body_string
    body_time
    client_enum
    constants
    custom_baseurl
    custom_baseurl_more_options
    custom_baseurl_paging
    dpg_customization
    dpg_initial
    dpg_update1
    error_with_secrets
    extensible_enums_swagger
    head
    header
    httpinfrastructure
    incorrect_error_response
    media_types
    merge_patch
    model_flattening
    multiapi_v1
    multiapi_v1_custom_base_url
    multiapi_v2
    multiapi_v2_custom_base_url
    multiapi_v3
    multiple_inheritance
    non_string_enum
    object_type
    paging
    parameterized_endpoint
    required_optional
    reserved_words
    security_aad
    security_key
    subscriptionid_apiversion
    url
    url_multi_collectionformat
    validation
    xml_service
    xms_error_responses
}
