"""Pictures that are kept for the documentation, after a look at whether something is on them."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

MOST_BYTES = 150_000
COLOURS = 256


def keep(taken: bytes, path: Path) -> None:
    """Store a picture that a browser took, small enough for a repository."""
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    picture.quantize(COLOURS, Image.Quantize.MEDIANCUT, kmeans=1).save(path, optimize=True)
    assert path.stat().st_size < MOST_BYTES
    assert len(picture.getcolors(1 << 24) or []) > COLOURS
