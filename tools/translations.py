"""`make pot`: export the addon's terms, and bring its translations in step with them.

The terms are those of the addon as it is installed in a real Odoo of the series that its source
is written for.
"""

from __future__ import annotations

import subprocess

from tools.environments import tools_python
from tools.fresh_odoo import ADDON, fresh_instance
from tools.layout import ROOT, SERIES

FOLDER = ROOT / ADDON / "i18n"


def main(arguments: list[str]) -> int:
    """Write the template and the translations beside it; say what is left to translate.

    :return: 1 when a translation is not complete, else 0
    """
    with fresh_instance(SERIES[0]) as instance:
        instance.install([ADDON])
        inside = [instance.python, "-m", "tools.translations_inside", instance.configuration]
        instance.run([*inside, FOLDER], "export the terms")
    files = map(str, sorted(FOLDER.glob("*.po*")))
    check = [str(tools_python()), "-m", "tools.lint_files", "translations", *files]
    return subprocess.run(check, cwd=ROOT, check=False).returncode
