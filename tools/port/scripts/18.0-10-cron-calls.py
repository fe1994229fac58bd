"""Scheduled actions: `numbercall` and `doall` are gone, they always run without an end."""

import re

CRON = re.compile(r'<record\b[^>]*\bmodel="ir\.cron".*?</record>', re.DOTALL)
GONE = re.compile(r'\s*<field name="(?:numbercall|doall)"(?:[^>]*/>|[^>]*>[^<]*</field>)')


def upgrade(file_manager):
    for file in file_manager:
        if file.path.suffix == ".xml":
            file.content = CRON.sub(lambda record: GONE.sub("", record[0]), file.content)
