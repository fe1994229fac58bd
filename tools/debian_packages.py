"""Debian packages, fetched and unpacked without root and without touching the system's apt.

apt works here with folders, a list of sources and a cache of its own. What the machine's apt
knows of mirrors, proxies and certificates is used; its hooks are not.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from tools.errors import ToolError
from tools.processes import capture

SUITES = {"stable", "oldstable", "oldoldstable", "testing", "unstable", "sid"}
KEYRINGS = (
    "/usr/share/keyrings/debian-archive-keyring.pgp",
    "/usr/share/keyrings/debian-archive-keyring.gpg",
)


class Packages:
    """Packages of a Debian suite, and of the machine's own, from the machine's own mirror.

    `folder` is private to this object and may be removed afterwards. Creating one asks the
    mirror for its lists (seconds). Raises `ToolError` when this machine is no Debian, or the
    mirror does not answer.
    """

    def __init__(self, folder: Path, suite: str):
        self.suite = suite
        self.own_suite = own_suite()
        self._folder = folder
        self._configure(debian_mirror())
        self._apt("apt-get", "update", "--quiet=2")

    def field(self, package: str, name: str) -> str:
        """One field of a package of the suite: 'Depends', 'Version' … ('' when it has none).

        Raises `ToolError` when the suite has no such package.
        """
        try:
            text = self._apt("apt-cache", "show", "--no-all-versions", f"{package}/{self.suite}")
        except ToolError:
            raise ToolError(f"the Debian mirror has no {package} in {self.suite}") from None
        found = re.search(rf"^{name}: *(.*)$", text, re.MULTILINE)
        return found.group(1) if found else ""

    def download(self, packages: Iterable[str]) -> list[Path]:
        """The packages' files, as the suite has them."""
        return self._download(packages, self.suite)

    def download_from_own_suite(self, packages: Iterable[str]) -> list[Path]:
        """The files of those of the packages that the machine's own suite has."""
        # Rows as `name | version | mirror suite/main architecture Packages`.
        rows = self._apt("apt-cache", "madison", *packages).splitlines()
        found = [row.split("|")[0].strip() for row in rows if f" {self.own_suite}/" in row]
        return self._download(found, self.own_suite) if found else []

    def _download(self, packages: Iterable[str], suite: str) -> list[Path]:
        target = self._folder / "packages" / suite
        target.mkdir(parents=True, exist_ok=True)
        self._apt(
            "apt-get",
            "download",
            "--quiet=2",
            *(f"{package}/{suite}" for package in packages),
            cwd=target,
        )
        return sorted(target.glob("*.deb"))

    def _configure(self, mirror: str) -> None:
        """Write apt's configuration: everything below our folder, nothing of the system's."""
        for name in ("lists/partial", "archives/partial", "none"):
            (self._folder / name).mkdir(parents=True, exist_ok=True)
        (self._folder / "status").touch()
        keyring = next((path for path in KEYRINGS if os.path.exists(path)), None)
        signed = f"[signed-by={keyring}] " if keyring else ""
        (self._folder / "sources.list").write_text(
            "".join(
                f"deb {signed}{mirror} {suite} main\n" for suite in {self.suite, self.own_suite}
            ),
            encoding="utf-8",
        )
        (self._folder / "apt.conf").write_text(
            machine_settings() + apt_settings(self._folder), encoding="utf-8"
        )

    def _apt(self, *command: str, cwd: Path | None = None) -> str:
        environ = {**os.environ, "APT_CONFIG": str(self._folder / "apt.conf"), "LC_ALL": "C"}
        done = capture(command, environ, cwd or self._folder)
        if done.returncode:
            words = done.stderr.strip().splitlines() or ["no reason given"]
            raise ToolError(f"{' '.join(command[:2])} failed: {words[-1]}")
        return done.stdout


def unpack(package: Path, tree: Path) -> None:
    """Lay a package's files out below `tree`, without installing anything."""
    done = capture(["dpkg-deb", "--extract", str(package), str(tree)])
    if done.returncode:
        raise ToolError(f"{package.name} could not be unpacked: {done.stderr.strip()}")


def control_of(package: Path) -> str:
    """The control file of a package: its name, version, dependencies …"""
    return capture(["dpkg-deb", "--field", str(package)]).stdout


def names_in(package: Path) -> set[str]:
    """The paths that a package brings, as 'usr/share/…'."""
    archive = subprocess.Popen(
        ["dpkg-deb", "--fsys-tarfile", str(package)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
    )
    with tarfile.open(fileobj=archive.stdout, mode="r|") as content:
        names = {os.path.normpath(member.name) for member in content}
    archive.wait()
    return names


def pip_wheel(folder: Path) -> Path:
    """pip as Debian brings it to make environments with: a wheel that Python can run.

    Raises `ToolError` when it cannot be had; `folder` is scratch.
    """
    package = "python3-pip-whl"
    for file in Packages(folder, own_suite()).download([package]):
        unpack(file, folder / package)
    for wheel in (folder / package).rglob("pip-*.whl"):
        return wheel
    raise ToolError(f"{package} holds no pip")


def own_suite(path: Path = Path("/etc/os-release")) -> str:
    """The code name of the Debian that this machine runs. Raises `ToolError` for others."""
    try:
        facts = dict(
            re.findall(r'^(\w+)="?([^"\n]*)"?$', path.read_text(encoding="utf-8"), re.MULTILINE)
        )
    except OSError:
        facts = {}
    if facts.get("ID") != "debian" or not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        raise ToolError("this machine is no Debian")
    return facts.get("VERSION_CODENAME") or "sid"


def debian_mirror() -> str:
    """The address from which this machine's apt takes Debian itself, not its extras."""
    targets = capture(
        ["apt-get", "indextargets", "--format", "$(RELEASE) $(REPO_URI)", "Created-By: Packages"]
    ).stdout
    for suite, address in _pairs(targets):
        if suite in SUITES or suite == own_suite():
            return address
    raise ToolError("apt on this machine names no Debian mirror")


def _pairs(lines: str) -> Iterator[list[str]]:
    return (line.split() for line in lines.splitlines() if len(line.split()) == 2)


def machine_settings() -> str:
    """How the machine's apt fetches (proxies, certificates, time limits), for our own apt."""
    dump = capture(["apt-config", "dump"]).stdout
    return "".join(f"{line}\n" for line in dump.splitlines() if line.startswith("Acquire::"))


def apt_settings(folder: Path) -> str:
    """apt's settings that keep everything below the folder and skip what is not needed."""
    return f'''
Dir::Etc::main "/dev/null";
Dir::Etc::parts "{folder}/none";
Dir::Etc::sourcelist "{folder}/sources.list";
Dir::Etc::sourceparts "{folder}/none";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "{folder}/none";
Dir::State "{folder}";
Dir::State::lists "{folder}/lists";
Dir::State::status "{folder}/status";
Dir::Cache "{folder}";
Dir::Cache::archives "{folder}/archives";
Dir::Log "{folder}";
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Check-Valid-Until "false";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
'''
