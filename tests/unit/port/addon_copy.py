"""A stand-in for what Odoo's converter hands to a script: files with a path and a content."""

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

SCRIPTS = Path(__file__).parents[3] / "tools" / "port" / "scripts"
ADDON = Path("/copy/amazon_connector")


class File:
    def __init__(self, path, content):
        self.path = ADDON / path
        self.addon = ADDON
        self.content = content


class Files(list):
    def get_file(self, path):
        return next((file for file in self if file.path == Path(path)), None)


def upgraded(script, content, path="views/some_views.xml", manifest='{"name": "Amazon"}'):
    """Run one script of ours over an addon of two files; return the first one's new content."""
    files = Files([File(path, content), File("__manifest__.py", manifest)])
    loader = SourceFileLoader("upgrade_script", str(next(SCRIPTS.glob(f"*{script}.py"))))
    module = module_from_spec(spec_from_loader("upgrade_script", loader))
    loader.exec_module(module)
    module.upgrade(files)
    return files[0].content
