"""Product data: `detailed_type` became `type`, and a stocked good is one with `is_storable`."""

import re

TYPE = re.compile(r'^( *)<field name="detailed_type">(\w+)</field>', re.MULTILINE)
STORED = (
    '{indent}<field name="type">consu</field>\n{indent}<field name="is_storable" eval="True" />'
)
OTHER = '{indent}<field name="type">{kind}</field>'


def upgrade(file_manager):
    for file in file_manager:
        if file.path.suffix == ".xml":
            file.content = TYPE.sub(_told_anew, file.content)


def _told_anew(field):
    indent, kind = field.groups()
    return (STORED if kind == "product" else OTHER).format(indent=indent, kind=kind)
