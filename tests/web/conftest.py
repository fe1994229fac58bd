"""A running shop, a browser, and people who work in it: see README.md in this folder."""

import os
import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

from tools.browser import sandbox_options
from tools.layout import BUILD, ROOT

from .ground import filled_ground
from .screen import FOR_TESTS, PATIENCE, WIDE, Screen
from .words import words_of

# Those on the addon's page in the store of apps, static/description/index.html.
IN_THE_STORE = ("overview", "orders", "failed", "fba-stock")
PICTURES = bool(os.environ.get("PICTURES"))
# A browser beside Odoo on a small machine: no graphics card, no calls home.
QUIET = ("--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync",
         "--disable-component-update", "--disable-dev-shm-usage")  # fmt: skip


def pytest_configure(config):
    config.addinivalue_line("markers", "last: is played after all others, of both languages")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Play those marked as `last` after all others of both languages."""
    items.sort(key=lambda item: item.get_closest_marker("last") is not None)


@pytest.fixture(scope="session")
def ground():
    """The demo's shop in a running Odoo, and its Amazon (`ground.Ground`)."""
    with filled_ground(os.environ["SERIES"]) as ground:
        yield ground


@pytest.fixture(scope="session")
def browser():
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=[*sandbox_options(), *QUIET]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session", params=os.environ.get("LANGUAGES", "fr en").split())
def language(request):
    """Each test that asks for a person, or for this, runs in both languages, or in LANGUAGES."""
    return request.param


@pytest.fixture(scope="session")
def words(language):
    """Says the addon's English words in the language: `words("Synchronise orders")`."""
    return words_of(language)


@pytest.fixture(scope="session")
def windows(ground, browser, language, words):
    """The windows of those who have logged in, by role; a test asks for `person`."""
    opened = {}
    yield opened
    for screen in opened.values():
        screen.page.context.close()


@pytest.fixture
def person(windows, ground, browser, language, words):
    """Gives a person's window on Odoo: `person("clerk")`; see `Screen`.

    Windows are kept from test to test. Whatever goes wrong in one fails the test.
    """
    used = []

    def log_in(role):
        if role not in windows:
            windows[role] = _log_in(browser, ground, words, language, role)
        if windows[role] not in used:
            windows[role].wait()  # for what another test left to be answered
            windows[role].put_away()
        used.append(windows[role])
        return windows[role]

    yield log_in
    for screen in used:
        try:
            screen.check()
        except AssertionError:
            _close(windows, screen)
            raise


def _log_in(browser, ground, words, language, role):
    context = browser.new_context(
        viewport=WIDE,
        locale={"fr": "fr-FR", "en": "en-US"}[language],
        timezone_id="Europe/Paris",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    context.add_init_script(FOR_TESTS)
    login = f"{role}.{language}"
    params = {"db": ground.database, "login": login, "password": login}
    answer = context.request.post(
        f"{ground.address}/web/session/authenticate",
        data={"jsonrpc": "2.0", "method": "call", "params": params},
    ).json()
    assert answer.get("result", {}).get("uid"), answer
    folder = BUILD / "web" / ground.series
    screen = Screen(context.new_page(), ground, words, language, folder)
    screen.start()
    return screen


def _close(windows, screen):
    """Put a window away in which something went wrong: the next test gets a new one."""
    for role in [role for role, one in windows.items() if one is screen]:
        del windows[role]
    screen.page.context.close()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Keep what the windows show when a test fails, and begin the next one with new windows."""
    outcome = yield
    windows = getattr(item, "funcargs", {}).get("windows") or {}
    if call.when == "call" and outcome.get_result().failed:
        folder = BUILD / "web" / os.environ["SERIES"] / "failed"
        folder.mkdir(parents=True, exist_ok=True)
        for role, screen in list(windows.items()):
            screen.page.screenshot(path=folder / f"{item.name}-{role}.png")
            _close(windows, screen)


@pytest.fixture
def picture(language):
    """Takes a picture for the manual: `picture(screen, "orders", ".o_list_view")`.

    Only `make pictures` does; else nothing happens.
    """

    def take(screen, name, *parts):
        if PICTURES:
            if not parts:
                screen.put_away()
            path = ROOT / "docs" / "pictures" / language / f"{name}.png"
            screen.picture(path, *parts)
            if language == "en" and name in IN_THE_STORE:
                shutil.copy(path, ROOT / "amazon_connector" / "static" / "description")

    return take
