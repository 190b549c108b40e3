"""The schemas that the package ships: ``python -m tests.schemas`` brings them up to date."""

from __future__ import annotations

from pathlib import Path

import lyricaudio
from lyricaudio.pipeline.project.library import known_names
from lyricaudio.song.editor import schemas

SHIPPED = Path(lyricaudio.__file__).parent / "song" / "schemas"


def texts() -> dict[str, str]:
    """Return the text of each file, with the names of a project that has none of its own."""
    return schemas(known_names(SHIPPED))


if __name__ == "__main__":
    SHIPPED.mkdir(exist_ok=True)
    for name, text in texts().items():
        (SHIPPED / name).write_text(text, "utf-8")
