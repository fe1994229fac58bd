"""How an Odoo of ours is configured and called."""

import configparser
import stat

import pytest

from tools import fresh_odoo, odoo_instance
from tools.errors import ToolError
from tools.layout import ROOT, SERIES
from tools.odoo_instance import OdooInstance
from tools.odoo_source import OdooSource
from tools.postgres import Server

PASSWORD = "100% ; # secret"


@pytest.fixture
def instance(tmp_path, monkeypatch):
    (tmp_path / "odoo" / "addons").mkdir(parents=True)
    monkeypatch.setattr(odoo_instance, "BUILD", tmp_path / "build")
    monkeypatch.setattr(odoo_instance, "odoo_data", lambda series: tmp_path / "data" / series)
    monkeypatch.setattr(odoo_instance, "odoo_python", lambda source: tmp_path / "python")
    source = OdooSource("17.0", tmp_path, "a test")
    return OdooInstance(source, Server("/run/socket", "5432", "somebody", PASSWORD), "shop_17_0")


def settings(instance):
    instance.prepare()
    parser = configparser.RawConfigParser()  # as Odoo reads it
    parser.read(instance.configuration, encoding="utf-8")
    return parser["options"]


def test_odoo_and_its_mail_stay_on_this_machine(instance):
    options = settings(instance)
    assert options["http_interface"] == "127.0.0.1"
    assert (options["smtp_server"], options["smtp_port"]) == ("127.0.0.1", "9")


def test_our_addon_lies_on_the_path_beside_odoos(instance, tmp_path):
    paths = settings(instance)["addons_path"].split(",")
    assert paths == [str(ROOT), str(tmp_path / "odoo" / "addons")]


def test_the_servers_password_is_kept_whole_and_from_other_users(instance):
    assert settings(instance)["db_password"] == PASSWORD
    assert stat.S_IMODE(instance.configuration.stat().st_mode) == 0o600


def test_only_its_own_database_is_served(instance):
    options = settings(instance)
    assert options["dbfilter"] == "^shop_17_0$"
    assert options["list_db"] == "False"


def test_the_configuration_follows_a_command_of_odoos(instance):
    words = instance.command("shell", "--no-http")
    at = words.index("shell")
    assert words[at:] == ["shell", "--config", str(instance.configuration), "--no-http"]


def test_what_odoo_complains_of_is_returned(instance):
    instance.prepare()
    program = (
        "print('2026-11-23 15:02:03,968 22 INFO shop odoo: fine')\n"
        "print('2026-11-23 15:02:03,968 22 WARNING shop odoo: look')\n"
        "print('a WARNING in a text')"
    )
    complaints = instance.run(["python3", "-c", program], "complain")
    assert [line.split(" ", 3)[3] for line in complaints] == ["WARNING shop odoo: look"]


@pytest.mark.parametrize("kind", ["SyntaxWarning", "DeprecationWarning"])  # 3.12, 3.11
def test_what_python_says_of_others_packages_is_no_complaint_of_odoos(instance, kind):
    instance.prepare()
    line = f"2026-11-23 15:02:03,968 22 WARNING ? py.warnings: /x/{{}}/y.py:1: {kind}: old"
    program = "".join(
        f"print({line.format(folder)!r})\n"
        for folder in ("lib/site-packages/z", "amazon_connector")
    )
    (complaint,) = instance.run(["python3", "-c", program], "complain")
    assert "/x/amazon_connector/y.py" in complaint


def test_a_failure_shows_the_end_of_the_log(instance):
    instance.prepare()
    with pytest.raises(ToolError, match=r"(?s)Odoo could not do it; .*setup\.log:\nthe reason"):
        instance.run(["python3", "-c", "raise SystemExit('the reason')"], "do it")


@pytest.mark.parametrize("series", SERIES)
def test_the_tests_stand_on_what_the_addon_depends_on_and_a_french_chart(series):
    modules = set(fresh_odoo.base_modules(series))
    assert {"sale_stock", odoo_instance.LOCALISATION[series]} <= modules
    assert "amazon_connector" not in modules
