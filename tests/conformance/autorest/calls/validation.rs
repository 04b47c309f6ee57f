use api_validation::models::{
    ChildProduct, ConstantProduct, ConstantProductConstProperty2, Product, ProductConstInt, ProductConstString,
};

cases! { "validation", c = client!(api_validation);
    "ConstantsInPath" => c.get_with_constant_in_path(ProductConstString::Constant).await?;
    "ConstantsInBody" => {
        let child = ConstantProduct::new(ProductConstString::Constant, ConstantProductConstProperty2::Constant2);
        let product = Product::new(
            ChildProduct::new(ProductConstString::Constant),
            child,
            ProductConstInt::Value0,
            ProductConstString::Constant,
        );
        gets!(c.post_with_constant_in_body(ProductConstString::Constant).body(&product), product)
    };
}
