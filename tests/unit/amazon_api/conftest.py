import pytest
from hypothesis import settings

from .amazon_server import AmazonServer

# A busy machine is no failure, and nothing is left behind in the folder.
settings.register_profile("amazon_api", deadline=None, database=None)
# The oldest Python reads what the other one reads: `make test` draws few examples there.
settings.register_profile("few", settings.get_profile("amazon_api"), max_examples=20)
settings.load_profile("amazon_api")


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
