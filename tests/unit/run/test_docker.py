"""The images cannot be run everywhere; what they name must agree with the rest of the project."""

import re
import shutil
import subprocess

import pytest
import yaml

from tools.layout import PYTHON_VERSIONS, ROOT, SERIES

COMPOSE = ROOT / "docker-compose.yml"
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
IGNORE = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
WORKFLOW = ROOT / ".github" / "workflows" / "test.yml"


def has_compose():
    if not shutil.which("docker"):
        return False
    version = ["docker", "compose", "version"]
    return subprocess.run(version, capture_output=True, check=False).returncode == 0


@pytest.fixture
def services():
    return yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]


def stage(name):
    """Return the lines of one image in the Dockerfile."""
    stages = re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)[1:]
    return next(lines for lines in stages if lines.splitlines()[0].endswith(f" AS {name}"))


def copied(name):
    """Return the project's files and folders that an image takes over."""
    return re.findall(r"^COPY (\S+) \S+$", stage(name), flags=re.MULTILINE)


def test_odoos_image_is_of_the_series_that_the_source_is_written_for():
    assert stage("odoo").startswith(f"odoo:{SERIES[0]} ")


def test_the_simulators_image_has_the_python_of_the_tools():
    assert stage("simulator").startswith(f"python:{PYTHON_VERSIONS[0]}-slim ")


def test_each_image_built_is_one_of_the_dockerfile(services):
    built = [service["build"]["target"] for service in services.values() if "build" in service]
    assert sorted(built) == ["odoo", "simulator"]
    for target in built:
        assert stage(target)


@pytest.mark.parametrize(
    ("image", "files"),
    [("odoo", ["requirements.txt"]), ("simulator", ["tools/requirements.txt", "simulator"])],
)
def test_what_an_image_copies_stands_in_the_project_and_is_sent_to_docker(image, files):
    copies = [path.removeprefix("./") for path in copied(image)]
    assert copies == files
    for path in copies:
        assert (ROOT / path).exists()
        assert f"!{path}" in IGNORE


@pytest.mark.parametrize("image", ["odoo", "simulator"])
def test_requirements_are_installed_from_the_file_that_was_copied(image):
    target = re.search(r"^COPY \S*requirements\.txt (\S+)$", stage(image), re.MULTILINE)[1]
    assert f"--requirement {target}" in stage(image)


def test_the_addon_lies_where_the_image_looks_for_addons(services):
    mounted = [volume.split(":") for volume in services["odoo"]["volumes"]]
    addon = next(volume for volume in mounted if volume[0].startswith("./"))
    assert addon == ["./amazon_connector", "/mnt/extra-addons/amazon_connector", "ro"]
    assert (ROOT / addon[0] / "__manifest__.py").is_file()


def test_odoo_knows_its_database_by_the_variables_of_the_official_image(services):
    odoo, database = services["odoo"]["environment"], services["db"]["environment"]
    assert odoo["HOST"] in services
    assert odoo["PORT"] == "5432"
    assert (odoo["USER"], odoo["PASSWORD"]) == (
        database["POSTGRES_USER"],
        database["POSTGRES_PASSWORD"],
    )
    assert odoo["USER"] != "postgres", "Odoo refuses to work as postgres"
    assert database["POSTGRES_DB"] == "postgres", "Odoo makes its databases itself"


def test_nothing_is_published_beyond_this_machine(services):
    published = [port for service in services.values() for port in service.get("ports", [])]
    assert published == ["127.0.0.1:8069:8069"]


def test_odoo_reaches_the_simulator_where_the_comment_says(services):
    assert services["simulator"]["network_mode"] == "service:odoo"
    port = re.search(r'"--port", "(\d+)"', stage("simulator"))[1]
    named = set(re.findall(r"http://127\.0\.0\.1:(\d+)", COMPOSE.read_text(encoding="utf-8")))
    assert named == {port, "8069"}


def test_the_simulator_takes_the_options_of_its_image():
    words = re.findall(r'"([^"]+)"', stage("simulator").split("CMD", 1)[1])
    assert words[:3] == ["python", "-m", "simulator"]
    from simulator.command import _parser

    assert _parser().parse_args(words[3:]).port == 8080


def test_named_volumes_are_declared(services):
    declared = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["volumes"]
    used = {
        volume.split(":")[0]
        for service in services.values()
        for volume in service.get("volumes", [])
        if not volume.startswith(".")
    }
    assert used == set(declared)


@pytest.mark.skipif(not has_compose(), reason="no docker compose here")
def test_docker_itself_takes_the_file():
    subprocess.run(["docker", "compose", "--file", COMPOSE, "config", "--quiet"], check=True)


def test_github_calls_only_make_and_both_series():
    workflow = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    commands = [step["run"] for step in steps if "run" in step]
    assert commands
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for command in commands:
        assert command.startswith("make ")
        assert command.split()[1] in targets
    assert workflow["jobs"]["odoo"]["strategy"]["matrix"]["series"] == list(SERIES)
