import pytest

from .amazon_server import AmazonServer


@pytest.fixture
def server():
    """A server of this test's own."""
    amazon = AmazonServer()
    yield amazon
    amazon.close()


@pytest.fixture
def client(server):
    """A client of that server."""
    with server.client() as client:
        yield client
