"""Packages: `stock.quant.package` became `stock.package`, and its record and views with it."""

import re

NAMES = {
    "stock.quant.package": "stock.package",
    "stock.model_stock_quant_package": "stock.model_stock_package",
    "stock.view_quant_package_form": "stock.stock_package_view_form",
    "stock.view_quant_package_tree": "stock.stock_package_view_list",
    "stock.quant_package_search_view": "stock.stock_package_view_search",
}
# Whole names only, not what merely begins or ends like one.
NAME = re.compile(rf"(?<![\w.])({'|'.join(map(re.escape, NAMES))})(?![\w.])")


def upgrade(file_manager):
    for file in file_manager:
        if file.path.suffix in (".py", ".xml", ".csv"):
            file.content = NAME.sub(lambda name: NAMES[name[0]], file.content)
