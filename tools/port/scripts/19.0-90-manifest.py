"""The manifest's version begins with the series."""

import re

VERSION = re.compile(r'("version":\s*")17\.0\.')


def upgrade(file_manager):
    for file in file_manager:
        if file.path.name == "__manifest__.py":
            file.content = VERSION.sub(r"\g<1>19.0.", file.content)
