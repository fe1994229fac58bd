"""Tells a waiting person what takes time, without mixing into a command's result."""

from __future__ import annotations

import sys


def say(sentence: str) -> None:
    """Print a line for a person, on standard error."""
    print(sentence, file=sys.stderr, flush=True)
