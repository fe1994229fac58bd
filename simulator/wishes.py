"""What a tester's JSON may hold: checked field by field, all that is wrong told at once."""

from collections.abc import Mapping
from typing import Any

from .exceptions import ControlError


def demand_object(data: Any, what: str = "the body") -> dict:
    """Return it when it is a JSON object.

    :raises ControlError: it is none
    """
    if not isinstance(data, dict):
        raise ControlError(f"{what} is a JSON object")
    return data


def told_fields(data: Any, what: str) -> dict:
    """Return the fields of a JSON object that are told at all: null is as good as left out.

    :raises ControlError: it is none
    """
    return {name: value for name, value in demand_object(data, what).items() if value is not None}


def wrong_fields(fields: Mapping, kinds: Mapping, of: str = "") -> list[str]:
    """Return a sentence about each field that is not known or not of the right kind.

    :param kinds: the type, or types, of each field that is known
    :param of: whose fields they are, as the sentences begin
    """
    begin = f"{of}: " if of else ""
    return [
        f"{begin}{name} is not known or not of the right kind"
        for name, value in fields.items()
        if name not in kinds or not isinstance(value, kinds[name])
    ]


def demand_fields(fields: Mapping, kinds: Mapping) -> None:
    """:raises ControlError: naming each field that is not known or not of the right kind"""
    if wrong := wrong_fields(fields, kinds):
        raise ControlError(*wrong)
