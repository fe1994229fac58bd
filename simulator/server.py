"""Running the application on the loopback interface."""

import json
import os
import socket
from pathlib import Path

import uvicorn

from .application import make_application
from .world import World

HOST = "127.0.0.1"


def serve(world: World, port: int = 0, announce: Path | None = None) -> None:
    """Serve ``world`` until SIGINT or SIGTERM.

    :param port: 0 for a free one
    :param announce: a file that gets ``{"url": …}`` once calls are answered
    :raises OSError: when the port is taken
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    with listener:
        listener.bind((HOST, port))
        url = f"http://{HOST}:{listener.getsockname()[1]}"
        config = uvicorn.Config(
            make_application(world),
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=2,
        )
        _Server(config, url, announce).run(sockets=[listener])


class _Server(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, config: uvicorn.Config, url: str, announce: Path | None) -> None:
        super().__init__(config)
        self._url = url
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell the address."""
        await super().startup(sockets)
        if self._announce:
            # Whole or not at all: someone is polling for this file.
            unfinished = self._announce.with_name(f"{self._announce.name}.{os.getpid()}")
            unfinished.write_text(json.dumps({"url": self._url}), encoding="utf-8")
            unfinished.replace(self._announce)
        print(f"Amazon simulator: {self._url}", flush=True)
