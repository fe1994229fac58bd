from . import (
    amazon_connect,
    amazon_connect_credentials,
    amazon_connect_orders,
    amazon_consent,
    amazon_recover_order,
    amazon_return,
    amazon_ship_anyway,
    amazon_transparency_codes,
    merge_partners,
)
