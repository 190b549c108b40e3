"""Text as it may stand in a tag, a lyric file or a playlist: NFC, without control characters."""

from __future__ import annotations

import re
import unicodedata

# Control characters, the two Unicode line ends, surrogates (no encoding has them) and the byte order mark.
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]+")


def one_line(text: str) -> str:
    """Return the text on one line: a run of characters that may not stand there becomes one space."""
    return _UNFIT.sub(" ", unicodedata.normalize("NFC", text)).strip()


def plain_lines(text: str) -> str:
    """Return the text with LF line ends, each line as by `one_line`; blank lines between stanzas stay."""
    return "\n".join(one_line(line) for line in text.splitlines()).strip("\n")
