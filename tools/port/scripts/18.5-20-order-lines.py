"""Lines of sales orders: `tax_id`, which always held several, became `tax_ids`."""

import re

TAX = re.compile(r"\btax_id\b")


def upgrade(file_manager):
    for file in file_manager:
        if file.path.suffix in (".py", ".xml"):
            file.content = TAX.sub("tax_ids", file.content)
