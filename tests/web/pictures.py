"""Pictures of the manual, taken by the tests that are there anyway."""


def shrink(png, path):
    """Write a PNG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(png)
