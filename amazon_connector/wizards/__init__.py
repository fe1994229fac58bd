from . import amazon_recover_order, amazon_transparency_codes, merge_partners
