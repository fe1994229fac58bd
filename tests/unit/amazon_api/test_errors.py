"""The tree of errors: complete, documented, and fit for logs."""

import inspect
import pickle
import re

import pytest

from amazon_api import errors
from amazon_api.errors import AmazonError, Unreadable, Wait, clean

TYPES = [
    kind
    for kind in vars(errors).values()
    if inspect.isclass(kind) and issubclass(kind, AmazonError)
]


def test_every_error_type_is_exported():
    exported = {name for name in errors.__all__ if name[0].isupper()}
    assert exported == {kind.__name__ for kind in TYPES}


def test_every_error_type_stands_in_the_drawing_of_the_tree_under_its_parent():
    parents, above = {}, []
    for indent, name in re.findall(r"^( *)\* ``(\w+)``", errors.__doc__, re.MULTILINE):
        above[len(indent) // 4 :] = [name]
        parents[name] = above[-2] if len(above) > 1 else "Exception"
    assert parents == {kind.__name__: kind.__bases__[0].__name__ for kind in TYPES}


@pytest.mark.parametrize("kind", TYPES)
def test_every_error_carries_what_amazon_told(kind):
    error = kind("No.", status=400, code="InvalidInput", details="why", request_id="r-1")
    told = (error.message, error.status, error.code, error.details, error.request_id)
    assert told == ("No.", 400, "InvalidInput", "why", "r-1")
    assert str(error) == "No."


@pytest.mark.parametrize("kind", TYPES)
def test_an_error_survives_a_process_boundary(kind):
    error = kind("No.", status=400, request_id="r-1")
    assert vars(pickle.loads(pickle.dumps(error))) == vars(error)


def test_every_error_has_a_docstring_of_its_own():
    assert all(kind.__doc__ for kind in TYPES)


def test_what_callers_act_on_is_there():
    assert Wait("", seconds=3.5).seconds == 3.5
    assert Unreadable("", path="orderItems[0]", order_id="404-1").path == "orderItems[0]"
    assert issubclass(Unreadable, ValueError)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("token Atza|IwEBIJ-x_y.z is bad", "token … is bad"),
        ("token 'Atzr|IwEBIJ' is bad", "token '…' is bad"),
        ("secret amzn1.oa2-cs.v1.0123abc is bad", "secret … is bad"),
        ("buyer 3xk2j@marketplace.amazon.fr wrote", "buyer …@… wrote"),
        ("GET https://bucket.s3.amazonaws.com/x?X-Amz-Signature=abc failed",
         "GET https://bucket.s3.amazonaws.com/x?… failed"),
        ("two\nlines\x00", "two lines"),
    ],
)  # fmt: skip
def test_secrets_and_addresses_are_cut_out_of_messages(text, kept):
    assert clean(text) == kept
    error = AmazonError(text, code=text, details=text, request_id=text)
    assert {error.message, error.code, error.details, error.request_id} == {kept}


def test_a_message_is_never_longer_than_a_paragraph():
    assert len(clean("x" * 100_000)) == 500
