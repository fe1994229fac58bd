from . import amazon_recover_order, merge_partners
