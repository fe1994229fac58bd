"""Documents on their way to and from Amazon's file store: safe, whole, and in time."""

import contextlib
import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time

import pytest

from amazon_api.client import Client, Credentials, Endpoint
from amazon_api.errors import AskForNewAddress, TryLater, Unreadable
from amazon_api.feeds import FeedDocument

from .amazon_server import SECRETS, Reply

STORE = "/store/document"
CONTENT = "<Report>Référence refusée : 12 €</Report>"
EXPIRED = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"


@pytest.fixture
def document(server):
    return FeedDocument("1", f"{server.url}{STORE}?X-Signature=secret")


def store(server, *replies):
    server.answer(STORE, *replies)


@contextlib.contextmanager
def slow_listener(seconds):
    """Give the address of a server that takes a little, and again after so many seconds."""
    done = threading.Event()

    def listen():
        with contextlib.suppress(OSError):
            connection, _ = listener.accept()
            with connection:
                while not done.wait(seconds) and connection.recv(16 * 1024):
                    pass

    with socket.socket() as listener:
        # What waits between the two sides counts as sent.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 * 1024)
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)
        listening = threading.Thread(target=listen, daemon=True)
        listening.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        done.set()
    listening.join()


class TestUpload:
    def test_brings_the_content_as_it_was_announced(self, server, client, document):
        store(server, Reply(200))
        content = CONTENT.encode() * 5000
        client.upload_feed_document(document, content)
        (request,) = server.seen
        assert (request.method, request.path) == ("PUT", STORE)
        assert request.query == [("X-Signature", "secret")]
        assert request.body == content
        assert request.headers["content-type"] == "text/xml; charset=UTF-8"
        assert request.headers["content-length"] == str(len(content))
        assert "transfer-encoding" not in request.headers  # the store takes no chunks

    def test_carries_no_token_nor_any_other_authorisation(
        self, server, client, document, tmp_path, monkeypatch
    ):
        netrc = tmp_path / "netrc"
        netrc.write_text("default login me password mine\n")
        monkeypatch.setenv("NETRC", str(netrc))
        store(server, Reply(200))
        client.upload_feed_document(document, b"content")
        sent = server.seen[0].headers
        assert not {"x-amz-access-token", "authorization", "cookie"} & set(sent)
        assert sent["user-agent"] == "amazon_connector/1.0 (Language=Python)"

    def test_of_nothing_is_a_mistake(self, server, client, document):
        with pytest.raises(ValueError, match="empty"):
            client.upload_feed_document(document, b"")
        assert server.seen == []

    def test_ends_in_time_when_the_store_does_not_listen(self):
        """The library has no time limit here."""
        with socket.socket() as deaf:
            deaf.bind(("127.0.0.1", 0))
            deaf.listen(1)
            url = f"http://127.0.0.1:{deaf.getsockname()[1]}"
            client = Client(Credentials(*SECRETS), Endpoint.for_region("eu", url), timeout=0.2)
            begun = time.monotonic()
            with client, pytest.raises(TryLater):
                client.upload_feed_document(FeedDocument("1", url), b"x" * 20_000_000)
            assert time.monotonic() - begun < 5

    def test_ends_in_time_when_the_store_listens_slowly(self, monkeypatch):
        """It moves all the time: no limit of silence is ever hit."""
        monkeypatch.setattr("amazon_api.feed_documents.WHOLE_EXCHANGE", 0.5)
        with slow_listener(seconds=0.02) as url:
            client = Client(Credentials(*SECRETS), Endpoint.for_region("eu", url), timeout=2)
            begun = time.monotonic()
            with client, pytest.raises(TryLater):
                client.upload_feed_document(FeedDocument("1", url), b"x" * 8_000_000)
            assert 0.5 <= time.monotonic() - begun < 2


class TestDownload:
    def fetch(self, server, client, document, body, **headers):
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        store(server, Reply(200, body, told))
        return client.download_feed_document(document)

    def test_returns_the_content(self, server, client, document):
        assert self.fetch(server, client, document, CONTENT) == CONTENT.encode()
        assert server.seen[0].method == "GET"
        assert "x-amz-access-token" not in server.seen[0].headers

    def test_of_many_bytes_is_whole(self, server, client, document):
        content = CONTENT.encode() * 20_000
        assert self.fetch(server, client, document, content) == content

    def test_comes_in_chunks_or_without_a_length_as_well(self, server, client, document):
        chunks = b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
        found = self.fetch(
            server, client, document, chunks, content_length=None, transfer_encoding="chunked"
        )
        assert found == b"hello world"
        assert self.fetch(server, client, document, "hello", content_length=None) == b"hello"

    @pytest.mark.parametrize("declared", ["GZIP", None])
    @pytest.mark.parametrize("header", ["gzip", None])
    def test_is_unpacked_whatever_was_declared(self, server, client, document, declared, header):
        packed = gzip.compress(CONTENT.encode())
        document = FeedDocument("1", document.url, declared)
        found = self.fetch(server, client, document, packed, content_encoding=header)
        assert found == CONTENT.encode()

    @pytest.mark.parametrize("header", ["gzip", None])
    def test_is_left_alone_when_it_is_not_packed(self, server, client, document, header):
        document = FeedDocument("1", document.url, "GZIP")
        found = self.fetch(server, client, document, CONTENT, content_encoding=header)
        assert found == CONTENT.encode()

    def test_is_unpacked_twice_when_it_was_packed_twice(self, server, client, document):
        packed = gzip.compress(gzip.compress(CONTENT.encode()))
        assert self.fetch(server, client, document, packed) == CONTENT.encode()

    def test_is_unpacked_in_all_its_parts(self, server, client, document):
        packed = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0"
        assert self.fetch(server, client, document, packed) == b"one two"

    @pytest.mark.parametrize("broken", [lambda gz: gz[:-12], lambda gz: gz[:12] + b"?" * 40])
    def test_that_cannot_be_unpacked_is_unreadable(self, server, client, document, broken):
        packed = broken(gzip.compress(CONTENT.encode()))
        with pytest.raises(Unreadable, match="gzip"):
            self.fetch(server, client, document, packed)

    def test_is_no_bomb(self, server, client, document, monkeypatch):
        monkeypatch.setattr("amazon_api.feed_documents.SIZE_LIMIT", 100_000)
        with pytest.raises(Unreadable, match="larger unpacked"):
            self.fetch(server, client, document, gzip.compress(b"x" * 10_000_000))

    def test_is_not_endless(self, server, client, document, monkeypatch):
        monkeypatch.setattr("amazon_api.feed_documents.SIZE_LIMIT", 1000)
        with pytest.raises(TryLater, match="larger than any"):
            self.fetch(server, client, document, b"x" * 2000)

    def test_that_breaks_off_is_tried_again_later(self, server, client, document):
        store(server, Reply(200, CONTENT, cut_off=True))
        with pytest.raises(TryLater):
            client.download_feed_document(document)

    def test_in_chunks_that_breaks_off_is_tried_again_later(self, server, client, document):
        half = {"content-length": None, "transfer-encoding": "chunked"}
        store(server, Reply(200, b"ff\r\nhello", half))
        with pytest.raises(TryLater):
            client.download_feed_document(document)

    def test_ends_in_time_when_nothing_comes(self, server, document):
        store(server, Reply(200, CONTENT, delay=1.0))
        with server.client(timeout=0.1) as client, pytest.raises(TryLater, match="Timeout"):
            client.download_feed_document(document)

    def test_ends_in_time_when_it_only_drips(self, server, document, monkeypatch):
        monkeypatch.setattr("amazon_api.feed_documents.WHOLE_EXCHANGE", 0.4)
        store(server, Reply(200, "x" * 1000, drip=0.05))
        with server.client(timeout=0.2) as client, pytest.raises(TryLater, match="too long"):
            client.download_feed_document(document)

    @pytest.mark.parametrize("charset", ["Windows-1252", '"windows-1252"', "cp1252"])
    def test_whose_encoding_only_the_header_tells_comes_in_utf8(
        self, server, client, document, charset
    ):
        body, kind = CONTENT.encode("cp1252"), f"text/xml; charset={charset}"
        assert self.fetch(server, client, document, body, content_type=kind) == CONTENT.encode()

    def test_whose_header_names_windows_31j_is_japanese(self, server, client, document):
        """Amazon's name for it; Python knows it as cp932."""
        body, kind = "<R>注文 ①</R>".encode("cp932"), "text/xml; charset=Windows-31J"
        found = self.fetch(server, client, document, body, content_type=kind)
        assert found.decode() == "<R>注文 ①</R>"

    def test_that_says_itself_how_it_is_written_is_left_as_it_is(self, server, client, document):
        body = f'<?xml version="1.0" encoding="iso-8859-15"?>{CONTENT}'.encode("iso-8859-15")
        kind = "text/xml; charset=utf-8"
        assert self.fetch(server, client, document, body, content_type=kind) == body
        body = CONTENT.encode("utf-16")
        assert self.fetch(server, client, document, body, content_type=kind) == body

    @pytest.mark.parametrize("charset", ["no-such-encoding", "utf-8", "ascii", "base64"])
    def test_with_a_wrong_header_is_left_as_it_is(self, server, client, document, charset):
        body, kind = CONTENT.encode("cp1252"), f"text/xml; charset={charset}"
        assert self.fetch(server, client, document, body, content_type=kind) == body


@pytest.fixture
def untrusted(tmp_path):
    """An address of this machine by https, with a certificate that it wrote itself."""
    if not shutil.which("openssl"):
        pytest.skip("there is no openssl to write a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    words = f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout {key}"
    subprocess.run(
        ["openssl", *words.split(), "-out", certificate], check=True, capture_output=True
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=greet, args=(listener, context), daemon=True).start()
        yield f"https://localhost:{listener.getsockname()[1]}"


def greet(listener, context):
    """Shake one hand, as far as the other side likes it."""
    with contextlib.suppress(OSError):
        connection, _ = listener.accept()
        context.wrap_socket(connection, server_side=True).close()


EXCHANGES = {
    "upload": lambda client, document: client.upload_feed_document(document, b"content"),
    "download": lambda client, document: client.download_feed_document(document),
}


@pytest.mark.parametrize("exchange", EXCHANGES.values(), ids=EXCHANGES)
class TestBothWays:
    @pytest.mark.parametrize(
        ("status", "body"),
        [(403, EXPIRED), (403, b""), (404, b""), (410, b""), (401, b""),
         (400, "<Error><Code>ExpiredToken</Code></Error>")],
    )  # fmt: skip
    def test_an_expired_address_is_asked_for_anew(
        self, server, client, document, exchange, status, body
    ):
        """The library returns the store's refusal as if it were the report."""
        store(server, Reply(status, body))
        with pytest.raises(AskForNewAddress) as caught:
            exchange(client, document)
        assert caught.value.status == status

    def test_the_stores_word_for_it_is_kept(self, server, client, document, exchange):
        store(server, Reply(403, EXPIRED))
        with pytest.raises(AskForNewAddress, match=r"answered 403 \(AccessDenied\)") as caught:
            exchange(client, document)
        assert caught.value.code == "AccessDenied"

    @pytest.mark.parametrize("status", [204, 301, 307, 400, 429, 500, 503])
    def test_any_other_refusal_is_tried_again_later(
        self, server, client, document, exchange, status
    ):
        if status == 204 and exchange is EXCHANGES["upload"]:
            pytest.skip("that is a success")
        headers = {"location": f"{server.url}/elsewhere"} if 300 <= status < 400 else {}
        store(server, Reply(status, b"", headers))
        with pytest.raises(TryLater) as caught:
            exchange(client, document)
        assert type(caught.value) is TryLater
        assert server.asked("/elsewhere") == []  # no redirect is followed

    @pytest.mark.parametrize(
        "url",
        ["http://store.example/document", "ftp://127.0.0.1/x", "file:///etc/passwd", "//x", "",
         "https://", "https://me:secret@store.example/x", "http://[::1", "https://x.example:0/"],
    )  # fmt: skip
    def test_only_a_safe_address_is_used(self, server, client, exchange, url):
        with pytest.raises(TryLater, match="no address"):
            exchange(client, FeedDocument("1", url))
        assert server.seen == []

    def test_plain_http_on_this_machine_is_for_test_servers_only(self, server, document, exchange):
        client = Client(Credentials(*SECRETS), Endpoint.for_region("eu"), timeout=1)
        with client, pytest.raises(TryLater, match="no address"):
            exchange(client, document)
        assert server.seen == []

    def test_no_message_tells_the_address(self, document, exchange):
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{closed.getsockname()[1]}"
            client = Client(Credentials(*SECRETS), Endpoint.for_region("eu", url), timeout=1)
            with client, pytest.raises(TryLater) as caught:
                exchange(client, FeedDocument("1", f"{url}/store?X-Signature=secret"))
        error = caught.value
        assert "secret" not in f"{error!r} {vars(error)}"
        assert error.__cause__ is None
        assert error.__suppress_context__

    def test_a_server_on_this_machine_is_reached_without_a_proxy(
        self, server, client, document, exchange, monkeypatch
    ):
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")
        monkeypatch.delenv("NO_PROXY", raising=False)
        store(server, Reply(200, CONTENT))
        exchange(client, document)

    def test_amazons_store_is_reached_through_the_environments_proxy(
        self, server, exchange, monkeypatch
    ):
        monkeypatch.setenv("HTTPS_PROXY", server.url)
        monkeypatch.setenv("https_proxy", server.url)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        client = Client(Credentials(*SECRETS), Endpoint.for_region("eu"), timeout=2)
        url = "https://store.example/document?X-Signature=secret"
        with client, pytest.raises(TryLater, match="ProxyError"):
            exchange(client, FeedDocument("1", url))
        (request,) = server.seen
        assert request.method == "CONNECT"
        # Python 3.10 names the host in the first line only, which parses as « scheme:path ».
        assert request.headers.get("host", request.path) in ("store.example:443", "443")
        assert "secret" not in str(request)

    def test_a_certificate_that_nobody_vouches_for_is_refused(self, exchange, untrusted):
        """On this machine too: nothing turns the check off."""
        client = Client(Credentials(*SECRETS), Endpoint.for_region("eu", "http://localhost"))
        with client, pytest.raises(TryLater, match="SSLError"):
            exchange(client, FeedDocument("1", f"{untrusted}/document"))
