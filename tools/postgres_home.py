"""Where the private PostgreSQL lives, and as which user of the system it runs.

PostgreSQL refuses to run as root, and an unprivileged user cannot reach a clone that lies in
a closed folder. So for root, programs and data lie in a folder of our own in the system's
lasting temporary directory, and the server runs as an unprivileged user. For anybody else
they lie in `.build/postgres`. The socket is in the temporary directory in both cases: the
path of a socket has at most 107 bytes.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import secrets
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from tools import layout
from tools.errors import ToolError

LASTING_TEMPORARY = Path("/var/tmp")
UNPRIVILEGED_USER = "nobody"


@dataclass(frozen=True)
class Home:
    """The folders of one private server.

    `user` is the only user of the system who may connect; `account` is the (user id, group
    id) that the server runs as, None when it is that same user.
    """

    base: Path
    short: Path
    user: str
    account: tuple[int, int] | None

    @property
    def programs(self) -> Path:
        """PostgreSQL's programs, readable by the account of the server."""
        return self.base / "programs"

    @property
    def data(self) -> Path:
        """The databases."""
        return self.base / "data"

    @property
    def complete(self) -> Path:
        """A file that stands once the data folder was made whole."""
        return self.base / "complete"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.base / "server.log"

    @property
    def socket(self) -> Path:
        """The folder of the socket, owned by the account of the server and closed to others."""
        return self.short / "socket"

    @property
    def users(self) -> Path:
        """A file that each process holds shared while it uses the server."""
        return layout.BUILD / "postgres" / "users.lock"

    @property
    def keeper(self) -> Path:
        """A file that the keeper of the server holds alone while it lives."""
        return layout.BUILD / "postgres" / "keeper.lock"

    @property
    def server(self) -> Path:
        """A file that the server itself holds, with all its processes, while it lives."""
        return layout.BUILD / "postgres" / "server.lock"

    @property
    def setup(self) -> Path:
        """A file that is held alone while folders and programs are made or removed."""
        return layout.BUILD / "postgres" / "setup.lock"

    @property
    def ready(self) -> Path:
        """A file that stands while the server accepts connections, if its keeper lives."""
        return layout.BUILD / "postgres" / "ready"


def home() -> Home:
    """The home of this clone's server; nothing is made yet."""
    name = hashlib.sha256(os.fsencode(layout.ROOT)).hexdigest()[:12]
    number = os.getuid()
    short = LASTING_TEMPORARY / f"amazon_connector-{number}-{name}"
    user = _account(number, "this user has no name")
    if number != 0:
        return Home(layout.BUILD / "postgres", short, user.pw_name, None)
    server = _account(UNPRIVILEGED_USER, f"root needs the user {UNPRIVILEGED_USER} for it")
    return Home(short, short, user.pw_name, (server.pw_uid, server.pw_gid))


def _account(who: int | str, trouble: str) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(who) if isinstance(who, int) else pwd.getpwnam(who)
    except KeyError:
        raise ToolError(
            f"PostgreSQL cannot run here: {trouble} on this system. "
            "Run this as another user, or set PGHOST."
        ) from None


def prepare(place: Home) -> None:
    """Make the folders; the caller holds the lock for setting up.

    Databases that an earlier clone at the same path left behind are removed.

    Raises `ToolError` when somebody else owns the folder of our name.
    """
    place.users.parent.mkdir(parents=True, exist_ok=True)
    if not _is_ours(place.short):
        place.short.mkdir(mode=0o711)
        # umask may have taken away what the server's account needs to pass through.
        place.short.chmod(0o711)
    mark, token = place.short / "clone", _token()
    if _read(mark) != token:
        if place.data.parent == place.short:
            place.complete.unlink(missing_ok=True)
            shutil.rmtree(place.data, ignore_errors=True)
        mark.write_text(token, encoding="utf-8")
    for folder in (place.data, place.socket):
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
        if place.account:
            os.chown(folder, *place.account)


def remove_socket(place: Home) -> None:
    """Remove the folder of the socket, unless the databases lie in it too."""
    if place.base != place.short:
        shutil.rmtree(place.short, ignore_errors=True)


def remove(place: Home) -> None:
    """Remove what lies outside of `.build`, where it is ours."""
    if _is_ours(place.short):
        shutil.rmtree(place.short)


def _token() -> str:
    """What tells this clone from an earlier one at the same path, whose data is not ours."""
    path = layout.BUILD / "postgres" / "token"
    token = _read(path)
    if not token:
        token = secrets.token_hex(16)
        path.write_text(token, encoding="utf-8")
    return token


def _is_ours(folder: Path) -> bool:
    """Whether the folder stands. In a directory open to all, another user's is refused."""
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return False
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o022:
        raise ToolError(f"{folder} belongs to somebody else: remove it, or set PGHOST.")
    return True


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
