use api_azure_special_properties::CallOptions;
use api_azure_special_properties::models::{ApiVersionLocalGetMethodLocalValidApiVersion, SubscriptionIdAndApiVersion};

const ID: &str = "9C4D50EE-2D56-4CD3-8152-34347DC9F2B0";
const SUBSCRIPTION: &str = "1234-5678-9012-3456";
const VERSION: &str = "2015-07-01-preview";

/// The header that Azure's clients add to every request.
fn identified(id: &str) -> CallOptions {
    CallOptions::new().header("x-ms-client-request-id", id)
}

cases! { "azure-special-properties", c = client!(api_azure_special_properties);
    "azure/AzureSubscriptionMethodLocalValid" =>
        c.subscription_in_method_post_method_local_valid(SUBSCRIPTION).with(identified(ID)).await?;
    "azure/AzureSubscriptionPathLocalValid" =>
        c.subscription_in_method_post_path_local_valid(SUBSCRIPTION).with(identified(ID)).await?;
    "azure/AzureSubscriptionSwaggerLocalValid" =>
        c.subscription_in_method_post_swagger_local_valid(SUBSCRIPTION).with(identified(ID)).await?;
    "azure/AzureSubscriptionMethodGlobalValid" =>
        c.subscription_in_credentials_post_method_global_valid(SUBSCRIPTION).with(identified(ID)).await?;
    "azure/AzureSubscriptionPathGlobalValid" =>
        c.subscription_in_credentials_post_path_global_valid(SUBSCRIPTION).with(identified(ID)).await?;
    "azure/AzureSubscriptionSwaggerGlobalValid" =>
        c.subscription_in_credentials_post_swagger_global_valid(SUBSCRIPTION).with(identified(ID)).await?;
    "azure/AzureSubscriptionMethodGlobalNotProvidedValid" => {
        let call = c.subscription_in_credentials_post_method_global_not_provided_valid(SubscriptionIdAndApiVersion { subscription_id: SUBSCRIPTION, api_version: VERSION });
        call.with(identified(ID)).await?;
    };
    "azure/AzureApiVersionMethodLocalNull" => c.api_version_local_get_method_local_null().await?;
    "azure/AzureApiVersionMethodLocalValid" =>
        c.api_version_local_get_method_local_valid(ApiVersionLocalGetMethodLocalValidApiVersion::N20).await?;
    "azure/AzureApiVersionPathLocalValid" =>
        c.api_version_local_get_path_local_valid(ApiVersionLocalGetMethodLocalValidApiVersion::N20).await?;
    "azure/AzureApiVersionSwaggerLocalValid" =>
        c.api_version_local_get_swagger_local_valid(ApiVersionLocalGetMethodLocalValidApiVersion::N20).await?;
    "azure/AzureApiVersionMethodGlobalValid" => c.api_version_default_get_method_global_valid(VERSION).await?;
    "azure/AzureApiVersionMethodGlobalNotProvidedValid" =>
        c.api_version_default_get_method_global_not_provided_valid(VERSION).await?;
    "azure/AzureApiVersionPathGlobalValid" => c.api_version_default_get_path_global_valid(VERSION).await?;
    "azure/AzureApiVersionSwaggerGlobalValid" => c.api_version_default_get_swagger_global_valid(VERSION).await?;
    "azure/AzureMethodQueryUrlEncodingNull" => c.skip_url_encoding_get_method_query_null().await?;
    "azure/AzureODataFilter" => c.odata_get_with_filter().filter("id gt 5 and name eq 'foo'").top(10).orderby("id").await?;
    "azure/AzureXmsRequestClientOverwrite" => c.x_ms_client_request_id_get().with(identified(ID)).await?;
    "azure/AzureXmsRequestClientIdNull" => c.x_ms_client_request_id_get().await?;
    "azure/AzureRequestClientIdInError" => refused!(c.x_ms_client_request_id_get().with(identified("another")), 400);
    "azure/AzureXmsRequestClientOverwriteViaParameter" => c.x_ms_client_request_id_param_get(ID).await?;
    "azure/AzureXmsCustomNamedRequestId" => {
        let response = c.header_custom_named_request_id(ID).await?;
        crate::harness::same(response.headers().get("foo-request-id").map(|id| id.as_bytes()), Some(b"123".as_slice()))?;
    };
    "azure/AzureXmsCustomNamedRequestIdParameterGroup" => c.header_custom_named_request_id_param_grouping(ID).await?;
}
