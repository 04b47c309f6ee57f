cases! { "error-with-secrets", c = client!(api_error_with_secrets);
    "ErrorWithSecrets" => refused!(c.get_error_with_secrets(), 403);
}
