"""Runs source converters over a copy of the addon, inside Odoo 19.0's own Python.

    python convert.py FOLDER SCRIPTS

rewrites the addons in FOLDER from 17.0 to 19.0: first with the scripts that Odoo ships for its
`upgrade_code` command, then with those in the folder SCRIPTS, which have the same form. Prints one
JSON object: for each script that changed something, the files that it changed.
"""

import contextlib
import io
import json
import sys
from pathlib import Path

from odoo.cli import upgrade_code
from odoo.tools import parse_version

FROM, TO = parse_version("17.0"), parse_version("19.0")


def convert(folder: Path, scripts: Path) -> dict[str, list[str]]:
    """Run the scripts of one folder, in the order of their names, over the addons in `folder`.

    Script by script, so that the answer can tell which one did what.
    """
    upgrade_code.UPGRADE = scripts
    rewritten = {}
    for name, _module in upgrade_code.get_upgrade_code_scripts(FROM, TO):
        listing = io.StringIO()  # migrate() prints the path of each file that it rewrote
        with contextlib.redirect_stdout(listing):
            upgrade_code.migrate([str(folder)], "**/*", script=name)
        if paths := listing.getvalue().splitlines():
            rewritten[name] = sorted(str(Path(path).relative_to(folder)) for path in paths)
    return rewritten


def main(folder: str, scripts: str) -> None:
    theirs = upgrade_code.UPGRADE
    report = convert(Path(folder), theirs) | convert(Path(folder), Path(scripts))
    print(json.dumps(report))


if __name__ == "__main__":
    main(*sys.argv[1:])
