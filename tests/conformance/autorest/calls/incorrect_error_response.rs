cases! { "incorrect-error-response", c = client!(api_incorrect_error_response);
    // The body is no JSON, whatever the document says: the error has it as it came.
    "verifyIncorrectErrorParsing" => {
        let error = refused!(c.get_incorrect_error_from_server(), 444);
        crate::harness::same(error.bytes().as_ref(), b"foobar")?;
    };
}
