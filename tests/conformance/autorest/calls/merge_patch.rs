cases! { "merge-patch", c = client!(api_merge_patch);
    // The server wants fourteen bytes.
    "PassMergePatchObject" => c.patch_single(value!({ "foo": "bars" })).await?;
}
