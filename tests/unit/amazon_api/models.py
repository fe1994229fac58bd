"""Amazon's model of an order as one JSON schema: from PyPI always, Amazon's own where at hand.

PyPI's ``amzn-selling-partner`` is generated from Amazon's specification; the folder that
``SP_API_MODELS`` names holds the specification itself, with Amazon's samples.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from amzn_selling_partner.sdk.models.orders_v2026_01_01 import Order
from hypothesis import strategies as st

FOLDER = Path(os.environ["SP_API_MODELS"]) if os.environ.get("SP_API_MODELS") else None
ORIGINS = ("PyPI's models", "Amazon's files") if FOLDER else ("PyPI's models",)


@cache
def amazon_file(name: str) -> dict[str, Any]:
    """Return one of Amazon's own files."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


@cache
def order_schema(origin: str) -> dict[str, Any]:
    """Return the schema of an order, without references and without nulls."""
    if origin == "PyPI's models":
        schema = Order.model_json_schema(by_alias=True)
        return _resolved(schema, schema)
    return _resolved({"$ref": "#/definitions/Order"}, amazon_file("orders_2026-01-01.json"))


def _resolved(schema: dict, root: dict) -> dict:
    """Return a schema with its references replaced by what they refer to."""
    if "$ref" in schema:
        target: Any = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        return _resolved(target, root)
    if "anyOf" in schema:  # pydantic's way to say that a field is optional
        told = [choice for choice in schema["anyOf"] if choice.get("type") != "null"]
        return _resolved(told[0], root)
    found = {key: schema[key] for key in ("type", "format", "enum", "required") if key in schema}
    if "properties" in schema:
        found["properties"] = {
            name: _resolved(part, root) for name, part in schema["properties"].items()
        }
    if "items" in schema:
        found["items"] = _resolved(schema["items"], root)
    return found


def full(schema: dict, name: str = "") -> Any:
    """Return a value in which every field of the schema is told."""
    kind = schema.get("type")
    if "properties" in schema:
        return {part: full(schema["properties"][part], part) for part in schema["properties"]}
    if kind == "array":
        return [full(schema["items"], name)]
    if schema.get("enum"):
        return schema["enum"][0]
    if kind == "integer":
        return 3
    if kind == "number":
        return 2.5
    if kind == "boolean":
        return True
    if kind == "object":
        return {}
    if schema.get("format") == "date-time":
        return "2026-10-02T03:04:05Z"
    if schema.get("format") == "date":
        return "2026-10-02"
    return {"amount": "12.34", "currencyCode": "EUR"}.get(name, f"some {name}")


def values(schema: dict, name: str = "") -> st.SearchStrategy:
    """Return everything that the schema allows, money as Amazon writes it."""
    if "properties" in schema:
        parts = {part: values(sub, part) for part, sub in schema["properties"].items()}
        needed = {part: parts.pop(part) for part in schema.get("required", ()) if part in parts}
        return st.fixed_dictionaries(needed, optional=parts)
    simple = {
        "integer": st.integers(0, 999),
        "number": st.decimals(0, 999, places=2).map(float),
        "boolean": st.booleans(),
        "object": st.just({}),
    }
    if schema.get("type") == "array":
        return st.lists(values(schema["items"], name), max_size=2)
    if schema.get("enum"):
        return st.sampled_from(schema["enum"])
    if schema.get("type") in simple:
        return simple[schema["type"]]
    if schema.get("format") == "date-time":
        return st.datetimes().map(lambda moment: moment.isoformat() + "Z")
    if schema.get("format") == "date":
        return st.dates().map(str)
    if name == "amount":
        return st.decimals(-99999, 99999, places=2).map(str)
    if name == "currencyCode":
        return st.sampled_from(["EUR", "USD", "JPY"])
    return st.text(max_size=12)


def samples() -> Iterator[tuple[str, dict]]:
    """Yield an order with every field of PyPI's model, and every order in Amazon's samples."""
    yield "every field of PyPI's models", full(order_schema("PyPI's models"))
    if FOLDER:
        yield from _orders_in(amazon_file("orders_2026-01-01.json"), "")


def _orders_in(part: Any, where: str) -> Iterator[tuple[str, dict]]:
    if isinstance(part, dict):
        if isinstance(part.get("orderItems"), list) and "orderId" in part:
            yield where.strip("/"), part
            return
        for name, inner in part.items():
            yield from _orders_in(inner, f"{where}/{name.strip('/')}")
    elif isinstance(part, list):
        for index, inner in enumerate(part):
            yield from _orders_in(inner, f"{where}/{index}")
