from . import (
    amazon_recover_order,
    amazon_return,
    amazon_ship_anyway,
    amazon_transparency_codes,
    merge_partners,
)
