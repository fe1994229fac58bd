"""Pictures of the manual, taken by the tests that are there anyway."""

import io

from PIL import Image

COLOURS = 256
"""A screen has few: with so many nobody sees a difference, and the file is a third."""


def shrink(png, path):
    """Write a PNG (bytes) as a small file of few colours.

    :param path: of the file; its folder is made
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    few = picture.quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, "PNG", optimize=True)
