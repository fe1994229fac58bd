"""Search views: their `<group>` has no attributes any more."""

import re

SEARCH = re.compile(r"<search\b.*?</search>", re.DOTALL)
GROUP = re.compile(r'<group(?:\s+(?:expand|string)="[^"]*")+\s*>')


def upgrade(file_manager):
    for file in file_manager:
        if file.path.suffix == ".xml":
            file.content = SEARCH.sub(lambda view: GROUP.sub("<group>", view[0]), file.content)
