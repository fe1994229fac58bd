from . import amazon_recover_order, amazon_return, amazon_transparency_codes, merge_partners
