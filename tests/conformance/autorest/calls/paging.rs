use api_paging::models::{BodyParam, TenantAndApiVersion};

cases! { "paging", c = client_with_cookies!(api_paging);
    "azure/PagingNoItemName" => items!(c.paging_get_no_item_name_pages(), 1);
    // There is a link, which the document says is none: the operation is no paged one.
    "azure/PagingNextLinkNameNull" => {
        let page = c.paging_get_null_next_link_name_pages().await?.into_inner();
        crate::harness::same(page.values.map(|values| values.len()), Some(1))?;
    };
    "azure/PagingEmptyNextLink" => items!(c.paging_get_empty_next_link_name_pages(), 1);
    "azure/PagingSingle" => items!(c.paging_get_single_pages(), 1);
    "azure/PagingSingleWithBodyParams" => items!(c.paging_get_single_pages_with_body_params(&BodyParam::new().name("body")), 1);
    "azure/PagingMultiple" => items!(c.paging_get_multiple_pages(), 10);
    "azure/PagingMultipleWithQueryParameters" => items!(c.paging_get_with_query_params(100, true), 2);
    "azure/PagingOdataMultiple" => items!(c.paging_get_odata_multiple_pages(), 10);
    "azure/PagingMultiplePath" => items!(c.paging_get_multiple_pages_with_offset(100), 10);
    "azure/PagingMultipleRetryFirst" => items!(c.paging_get_multiple_pages_retry_first(), 10);
    "azure/PagingMultipleRetrySecond" => items!(c.paging_get_multiple_pages_retry_second(), 10);
    "azure/PagingFragment" => items!(c.paging_get_multiple_pages_fragment_next_link(TenantAndApiVersion { tenant: "test_user", api_version: "1.6" }), 10);
    "azure/PagingReturnModelWithXMSClientName" => items!(c.paging_get_paging_model_with_item_name_with_xms_client_name(), 1);
    "azure/PagingFirstResponseEmpty" => items!(c.paging_first_response_empty(), 1);
    "azure/PagingDuplicateParameters" => items!(c.paging_duplicate_params().filter("foo"), 1);
    "azure/PagingWithApiVersionAppend" => items!(c.paging_append_api_version("1.0.0"), 1);
    "azure/PagingWithApiVersionReplace" => items!(c.paging_replace_api_version("1.0.0"), 1);
    "optional/PagingDontSendMaxPageSize" => items!(c.paging_page_with_max_page_size(), 0);
    "azure/PagingSingleFailure" => {
        let error = c.paging_get_single_pages_failure().items().next().await.and_then(Result::err);
        crate::harness::same(error.and_then(|error| error.status()).map(|status| status.as_u16()), Some(400))?;
    };
    "azure/PagingMultipleFailure" => {
        let mut items = c.paging_get_multiple_pages_failure().items();
        crate::harness::same(items.next().await.map(|item| item.is_ok()), Some(true))?;
        let error = items.next().await.and_then(Result::err);
        crate::harness::same(error.and_then(|error| error.status()).map(|status| status.as_u16()), Some(400))?;
    };
    "azure/PagingMultipleFailureUri" => {
        let mut items = c.paging_get_multiple_pages_failure_uri().items();
        crate::harness::same(items.next().await.map(|item| item.is_ok()), Some(true))?;
        crate::harness::same(items.next().await.map(|item| item.is_err()), Some(true))?;
    };
}
