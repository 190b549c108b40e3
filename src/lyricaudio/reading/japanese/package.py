"""Open JTalk and Sudachi as pyopenjtalk-plus ships them, imported when the first text is analysed.

The import costs 0.3 s, which a build with nothing to do must not pay. The package prints that it has no
onnxruntime, which nothing here needs (`what`), and what goes on while it builds a dictionary.
"""

from __future__ import annotations

import threading
import warnings
from importlib import import_module
from typing import Any

from lyricaudio.stdout import stdout_to_nowhere

_OPENED = threading.local()


def package() -> Any:
    """Load the package, and the Sudachi dictionary that it looks at, which it opens in each thread."""
    if not hasattr(_OPENED, "package"):
        with stdout_to_nowhere(), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # it does so by a deprecated name
            loaded = import_module("pyopenjtalk")
            loaded.utils.get_sudachi_tokenizer()
        _OPENED.package = loaded
    return _OPENED.package


def sudachi_tokenizer() -> Any:
    """Return the Sudachi tokenizer that the package itself asks about lone kanji."""
    return package().utils.get_sudachi_tokenizer()


def sudachi_dictionary() -> Any:
    """Return the dictionary behind that tokenizer."""
    sudachi_tokenizer()
    return package().utils._SUDACHI_DICTIONARY
