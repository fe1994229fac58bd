"""What the documentation names exists: a page that is wrong is worse than none."""

import re

import pytest

from tools.layout import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
VARIABLES = set(re.findall(r"^override (\w+)", MAKEFILE, re.MULTILINE)) | {"PYTHON"}
ADDON = ROOT / "amazon_connector"
FOLDERS = (ROOT, ADDON, ROOT / "tools", ROOT / "simulator", ADDON / "models", ADDON / "amazon_api")
LARGEST_PICTURE = 200_000
INVENTED = {"amazon_gift_message"}
"""CONTRIBUTING's example of a field to add."""

# Named where they are made, or as an example: they do not stand in the source.
NOT_IN_THE_SOURCE = re.compile(r"\.build|^my\.json$|^migrations/$|^~|^/var/tmp|^selling-")


def pages():
    """Return the pages written for people, those of the folders below included."""
    patterns = ("*.md", "docs/**/*.md", "amazon_connector/**/*.md", "simulator/*.md")
    return sorted({path for pattern in patterns for path in ROOT.glob(pattern)})


def text_of(path):
    return path.read_text(encoding="utf-8")


def prose(path):
    """Return a page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", text_of(path), flags=re.MULTILINE | re.DOTALL)


def links(path):
    """Return where a page's links and pictures lead, those into the world apart."""
    found = re.findall(r"\]\(([^)\s]+)\)", prose(path))
    return [target for target in found if not re.match(r"[a-z]+:", target)]


def anchors(path):
    """Return the names of a page's headings, as links call them."""
    headings = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}


def name(path):
    return path.relative_to(ROOT).as_posix()


every_page = pytest.mark.parametrize("page", pages(), ids=name)


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "LICENSE",
        "docs/README.md",
        "docs/architecture.md",
        "docs/licences.md",
        "amazon_connector/readme/DESCRIPTION.md",
        "amazon_connector/readme/CONFIGURE.md",
        "amazon_connector/readme/USAGE.md",
    ],
)
def test_the_page_exists(page):
    assert (ROOT / page).read_text(encoding="utf-8").strip()


@every_page
def test_links_lead_somewhere(page):
    for target in links(page):
        path, _hash, anchor = target.partition("#")
        goal = (page.parent / path).resolve() if path else page
        assert goal.exists(), target
        assert goal.is_relative_to(ROOT), target
        assert not anchor or anchor in anchors(goal), target


@every_page
def test_each_target_of_make_exists(page):
    named = re.findall(r"(?:^|`)make ([a-z][a-z-]*)", text_of(page), re.MULTILINE)
    assert [target for target in named if target not in TARGETS] == []


@every_page
def test_each_variable_of_make_exists(page):
    calls = re.findall(r"(?:^|`)make [a-z-]+((?: [A-Z]+=)[^`\n]*)", text_of(page), re.MULTILINE)
    named = {variable for call in calls for variable in re.findall(r"\b([A-Z]+)=", call)}
    assert named <= VARIABLES


@every_page
def test_each_file_and_folder_that_is_named_exists(page):
    """Files are named from the project's root, from the addon's, or from beside the page."""
    words = re.findall(
        r"`([\w.~/-]+(?:\.(?:py|xml|json|txt|sql|po|pot|toml|yml|png)|/))`", prose(page)
    )
    places = (*FOLDERS, page.parent)
    lost = [
        word
        for word in words
        if not NOT_IN_THE_SOURCE.search(word) and not any((one / word).exists() for one in places)
    ]
    assert lost == []


@every_page
def test_each_file_of_tests_that_is_named_exists(page):
    named = set(re.findall(r"\btests/[\w/]+\.py\b", text_of(page)))
    assert [path for path in sorted(named) if not (ROOT / path).is_file()] == []


@pytest.mark.parametrize("page", ["README.md", "docs/architecture.md", "CONTRIBUTING.md"])
def test_each_field_and_function_that_is_named_exists(page):
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in (ADDON, ROOT / "tools", ROOT / "tests")
        for path in folder.rglob("*.py")
        if path.name != "test_documentation.py"
    )
    code = " ".join(re.findall(r"`([^`]+)`", prose(ROOT / page)))
    code = re.sub(r"[\w./-]+/[\w./-]*", "", code)  # paths are another test's affair
    words = set(re.findall(r"\b_?[a-z]+(?:_[a-z]+)+\b", code))
    assert [word for word in sorted(words - INVENTED) if word not in source] == []


def test_readme_names_the_two_commands_first():
    first = re.search(r"^```\n(.*?)^```", text_of(ROOT / "README.md"), re.MULTILINE | re.DOTALL)
    assert [line.split("#")[0].split()[:2] for line in first[1].splitlines()] == [
        ["git", "clone"],
        ["make", "demo"],
        ["make", "test"],
    ]


def test_readme_explains_every_variable_of_make():
    told = set(re.findall(r"^\| `([A-Z]+)` \|", text_of(ROOT / "README.md"), re.MULTILINE))
    assert told >= VARIABLES


def test_readme_says_whose_names_these_are():
    text = " ".join(text_of(ROOT / "README.md").split())
    assert "affiliated with neither Amazon nor Odoo S.A." in text


def test_every_picture_is_shown_somewhere_and_none_is_heavy():
    pictures = set((ROOT / "docs" / "pictures").rglob("*.png"))
    shown = {(page.parent / target).resolve() for page in pages() for target in links(page)}
    assert pictures and pictures <= shown
    assert [name(one) for one in pictures if one.stat().st_size > LARGEST_PICTURE] == []


def test_the_page_on_the_house_names_all_that_lie_in_it():
    """A folder that nobody says anything about is one that nobody finds."""
    text = text_of(ROOT / "README.md")
    folders = {one.name for one in ROOT.iterdir() if one.is_dir() and one.name[0] not in "._"}
    assert [one for one in sorted(folders) if f"[{one}/]" not in text] == []
