use api_body_formdata::FormFile;
use api_body_formdata::models::FormdataUploadFileBody;

cases! { "body-formdata", c = client!(api_body_formdata);
    "optional/FormdataStreamUploadFile" => {
        let file = FormFile::new("note.txt", "the content");
        gets!(c.formdata_upload_file(&FormdataUploadFileBody::new(file, "note.txt")), "the content")
    };
    "optional/StreamUploadFile" => gets!(c.formdata_upload_file_via_body("the content"), "the content");
}
