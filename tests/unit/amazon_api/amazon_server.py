"""A small real HTTP server that answers as a test tells it to, and remembers what it was asked.

Tests of the client stand on it instead of on mocks of the library: what counts is what travels.
"""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from amazon_api.client import Client, Credentials, Endpoint

TOKEN_PATH = "/auth/o2/token"
SECRETS = ("the-client-id", "the-client-secret", "Atzr|the-refresh-token")


@dataclass
class Seen:
    """A request as it came over the wire."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: bytes
    port: int = 0

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode()))


@dataclass
class Reply:
    """An answer to give; ``drip`` sends the body one byte at a time, so many seconds apart.

    A header of None is left out; without the body's length, the connection's end is its end.
    """

    status: int = 200
    body: object = b""
    headers: dict[str, str | None] = field(default_factory=dict)
    delay: float = 0.0
    drip: float = 0.0
    cut_off: bool = False

    @property
    def bytes(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return self.body.encode() if isinstance(self.body, str) else json.dumps(self.body).encode()


class AmazonServer:
    """Give replies by path: those queued first, then the last one of them for ever."""

    def __init__(self):
        self.seen: list[Seen] = []
        self.tokens = 0
        self.replies: dict[str, list[Reply]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self._thread.start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str, *replies: Reply):
        """Answer requests of this path with these replies, the last one again and again."""
        self.replies[path] = list(replies)

    def asked(self, path: str) -> list[Seen]:
        return [request for request in self.seen if request.path == path]

    def client(self, timeout: float = 5.0, credentials: Credentials | None = None) -> Client:
        endpoint = Endpoint.for_region("eu", self.url)
        return Client(credentials or Credentials(*SECRETS), endpoint, timeout=timeout)

    def reply(self, request: Seen) -> Reply:
        queue = self.replies.get(request.path)
        if queue:
            return queue.pop(0) if len(queue) > 1 else queue[0]
        if request.path == TOKEN_PATH:
            self.tokens += 1
            token = f"Atza|{request.form['refresh_token'][5:]}-{self.tokens}"
            return Reply(body={"access_token": token, "expires_in": 3600, "token_type": "bearer"})
        return Reply(404, "nothing was prepared for this path")

    def _handler(server):
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def handle_any(self):
                parts = urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                query = parse_qsl(parts.query, keep_blank_values=True)
                port = self.client_address[1]
                request = Seen(self.command, parts.path, query, headers, body, port)
                server.seen.append(request)
                self.send(server.reply(request))

            do_GET = do_POST = do_PUT = do_CONNECT = handle_any

            def send(self, reply: Reply):
                time.sleep(reply.delay)
                content = reply.bytes
                self.send_response(reply.status)
                headers = {"content-length": str(len(content)), **reply.headers}
                if reply.status == 204:
                    headers.pop("content-length")
                for name, value in headers.items():
                    if value is not None:
                        self.send_header(name, value)
                self.end_headers()
                self.close_connection = reply.cut_off or None in headers.values()
                content = content[: len(content) // 2] if reply.cut_off else content
                step = 1 if reply.drip else max(len(content), 1)
                for start in range(0, len(content), step):
                    try:
                        self.wfile.write(content[start : start + step])
                        self.wfile.flush()
                    except OSError:  # the client had enough
                        return
                    time.sleep(reply.drip)

            def log_message(self, *_):
                pass

        return Handler
