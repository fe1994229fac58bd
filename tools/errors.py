"""The one kind of failure that the tools tell a person: a sentence, never a traceback."""


class ToolError(Exception):
    """Something that the person at the keyboard can put right; the text says what and how."""
