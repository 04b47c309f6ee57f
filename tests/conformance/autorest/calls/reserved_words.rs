use api_reserved_words::FormFile;
use api_reserved_words::models::{
    DataAndWorld, OperationWithDataParamBody, OperationWithFilesParamBody, ReservedEnumEnumParameter, UrlAndHeaderParameters,
};

// The server answers nothing where its document says an object.
cases! { "reserved-words", c = client!(api_reserved_words);
    "reservedWordsOperationGroupImport" => unreadable!(c.import_operation_one("foo"));
    "reservedWordsBodyNamedContent" => unreadable!(c.operation_with_content_param("hello, world"));
    "reservedWordsBodyNamedJson" => unreadable!(c.operation_with_json_param(value!({ "hello": "world" })));
    "reservedWordsBodyNamedData" => unreadable!(c.operation_with_data_param(&OperationWithDataParamBody::new(DataAndWorld { data: "hello", world: "world" })));
    "reservedWordsBodyNamedFiles" => {
        let files = FormFile::new("my.txt", "the content");
        unreadable!(c.operation_with_files_param(&OperationWithFilesParamBody::new("my.txt", files)))
    };
    "reservedWordsUrlHeaderQuery" => unreadable!(c.operation_with_url(UrlAndHeaderParameters { url: "foo", header_parameters: "x" }).query_parameters(["one", "two"]));
    "reservedWordsHeaderEnum" => unreadable!(c.reserved_enum(ReservedEnumEnumParameter::Import));
}
