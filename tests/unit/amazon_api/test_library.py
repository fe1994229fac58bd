"""The library's surprises: each is held off, and each test fails when its cure is taken away."""

import json
import logging
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from sp_api.api import Orders, Sellers
from sp_api.base import Client as LibraryClient
from sp_api.base.credential_provider import FromCodeCredentialProvider

import amazon_api
from amazon_api.client import Client, Credentials, Endpoint
from amazon_api.errors import AmazonError, TryLater
from amazon_api.feeds import FeedDocument
from amazon_api.library import (
    FeedClerk,
    OrderReader,
    SellerReader,
    ShipmentWriter,
    StockReader,
    silence,
)

from .amazon_server import SECRETS, TOKEN_PATH, Reply
from .calls import CALLS
from .examples import order
from .paths import CONFIRM, ONE_ORDER, ORDERS, error_list, page

CREDENTIALS = {"lwa_app_id": "a", "lwa_client_secret": "b", "refresh_token": "c"}


def test_this_is_the_release_that_the_cures_were_written_for():
    requirements = Path(amazon_api.__file__).parents[2] / "requirements.txt"
    from sp_api.__version__ import __version__

    assert f"python-amazon-sp-api=={__version__}" in requirements.read_text(encoding="utf-8")


def test_every_attribute_that_the_librarys_constructor_sets_is_set():
    theirs = LibraryClient(
        credentials=CREDENTIALS, credential_providers=[FromCodeCredentialProvider]
    )
    for kind in (FeedClerk, OrderReader, ShipmentWriter, SellerReader, StockReader):
        assert vars(kind("http://127.0.0.1", None, None)).keys() == vars(theirs).keys()


def test_the_versions_are_those_of_the_notes():
    """``Orders()`` means v0; these classes cannot mean anything else."""
    assert not issubclass(OrderReader, type(Orders(credentials=CREDENTIALS)))
    assert issubclass(ShipmentWriter, type(Orders(credentials=CREDENTIALS)))
    assert issubclass(SellerReader, Sellers)


class TestEnvironment:
    MISLEADING = {
        "SP_API_DEFAULT_MARKETPLACE": "JP", "LWA_APP_ID": "theirs", "LWA_CLIENT_SECRET": "theirs",
        "SP_API_REFRESH_TOKEN": "Atzr|theirs", "SP_API_AWS_SECRET_ID": "theirs",
    }  # fmt: skip

    @pytest.mark.parametrize("operation", CALLS)
    def test_changes_nothing_of_what_is_sent(self, server, monkeypatch, operation):
        for name, value in self.MISLEADING.items():
            monkeypatch.setenv(name, value)
        path, call, body = CALLS[operation]
        server.answer(path, Reply(body=body))
        with server.client() as client:
            call(client)
        assert server.asked(TOKEN_PATH)[0].form["refresh_token"] == SECRETS[2]
        assert "theirs" not in str([vars(request) for request in server.seen])
        assert server.asked(path)

    @pytest.mark.parametrize("marketplace", ["JP", "NOWHERE"])
    def test_does_not_break_the_import_nor_is_it_changed_by_it(self, marketplace):
        bad = {
            "SP_API_DEFAULT_MARKETPLACE": marketplace, "AWS_ENV": "MOON",
            "SP_API_AUTH_CACHE_SIZE": "many", "SP_API_AUTH_CACHE_TTL": "long",
        }  # fmt: skip
        program = "import amazon_api.client, json, os; print(json.dumps(dict(os.environ)))"
        path = os.pathsep.join([str(Path(amazon_api.__file__).parents[1]), *sys.path])
        done = subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, **bad, "PYTHONPATH": path},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert bad.items() <= json.loads(done.stdout).items()


class TestProxies:
    def test_are_not_used_for_a_server_on_this_machine(self, server, monkeypatch):
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")
        monkeypatch.delenv("NO_PROXY", raising=False)
        server.answer(ORDERS, page())
        with server.client() as client:
            assert CALLS["searchOrders"][1](client).orders

    def test_of_the_environment_lead_to_amazon(self, server, monkeypatch):
        monkeypatch.setenv("HTTPS_PROXY", server.url)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        client = Client(Credentials(*SECRETS), Endpoint.for_region("eu"))
        with client, pytest.raises(TryLater, match="ProxyError"):
            CALLS["getOrder"][1](client)
        (request,) = server.seen
        assert (request.method, request.headers["host"]) == ("CONNECT", "api.amazon.com:443")
        assert "the-" not in str(request)  # what is secret goes through the tunnel only

    def test_that_cannot_be_used_are_told_without_their_password(self, monkeypatch):
        monkeypatch.setenv("HTTPS_PROXY", "gopher://me:password@127.0.0.1:9")
        with pytest.raises(TryLater, match="proxy") as caught:
            Client(Credentials(*SECRETS), Endpoint.for_region("eu"))
        assert "password" not in str(caught.value)


class TestLogs:
    PERSONAL = {
        "buyer": {"buyerName": "Jane Doe", "buyerEmail": "jane@marketplace.amazon.fr"},
        "recipient": {"deliveryAddress": {"addressLine1": "Jane street"}},
    }

    @pytest.fixture
    def everything_logged(self):
        """Log all that can be logged, as a person does who looks for a mistake."""
        records, before = [], {}
        handler = logging.Handler()
        handler.emit = records.append
        names = ["", *list(logging.root.manager.loggerDict)]
        for name in names:
            logger = logging.getLogger(name)
            before[name] = logger.level
            logger.setLevel(logging.DEBUG)
        logging.root.addHandler(handler)
        yield records
        logging.root.removeHandler(handler)
        for name in names:
            logging.getLogger(name).setLevel(before[name])

    def test_hold_no_secrets_and_no_persons_of_good_and_bad_calls(
        self, server, client, everything_logged
    ):
        person = order(**self.PERSONAL)
        more = {"nextToken": "Jane"}
        server.answer(ORDERS, page(person, pagination=more), Reply(500, str(person)))
        server.answer(ONE_ORDER, Reply(body={"order": person}), Reply(400, error_list("Jane")))
        server.answer(CONFIRM, Reply(204), Reply(403, str(person)))
        for _ in range(2):
            for _, call, _ in CALLS.values():
                with suppress(AmazonError):
                    call(client)
        document = FeedDocument("1", f"{server.url}/document?X-Signature=Jane")
        for reply in (Reply(200, str(person)), Reply(403, str(person))):
            server.answer("/document", reply)
            with suppress(AmazonError):
                client.upload_feed_document(document, b"Jane")
            with suppress(AmazonError):
                client.download_feed_document(document)
        text = "\n".join(
            f"{record.name} {record.getMessage()} {record.args}" for record in everything_logged
        )
        assert not [word for word in ("Atza", "Atzr", "the-client", "Jane", "jane") if word in text]
        loggers = {record.name.split(".")[0] for record in everything_logged}
        assert not loggers & {"httpx", "httpcore", "requests", "sp_api", "urllib3"}

    def test_of_others_go_on(self, server, client, everything_logged):
        server.answer(ORDERS, page())
        CALLS["searchOrders"][1](client)
        httpx.get(f"{server.url}/somebody-elses-request", trust_env=False)
        assert "somebody-elses-request" in str([r.getMessage() for r in everything_logged])

    def test_are_heard_again_after_a_failure(self, everything_logged):
        with pytest.raises(ZeroDivisionError), silence():
            logging.getLogger("httpx").info("unheard")
            raise ZeroDivisionError
        logging.getLogger("httpx").info("heard")
        assert [r.getMessage() for r in everything_logged if r.name == "httpx"] == ["heard"]
