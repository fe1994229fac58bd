"""Views: the chatter became an element of its own, `<chatter/>`."""

import re

CHATTER = re.compile(r'<div class="oe_chatter">.*?</div>', re.DOTALL)


def upgrade(file_manager):
    for file in file_manager:
        if file.path.suffix == ".xml":
            file.content = CHATTER.sub("<chatter/>", file.content)
