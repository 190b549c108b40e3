"""The key to write with: whoever once opened the page by the address in the code may give grades to keep.

The address carries the key, the page's answer makes it a cookie, and the browser sends that by itself with
every grade. A podcast app has it as its password, under any name. It is kept beside the grades, so that a
phone needs no new one when the server starts again.
"""

from __future__ import annotations

import binascii
import contextlib
import hashlib
import re
import secrets
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request

from lyricaudio import files
from lyricaudio.errors import ReleaseError
from lyricaudio.pipeline.project.record import STATE_FOLDER

PARAMETER = "key"
"""What it is called in an address: `http://192.168.1.23:8765/?key=…`."""

_FILE = "key"
_BYTES = 9  # 72 bits, which nobody guesses, and the code in the terminal stays small
_WRITTEN = re.compile(r"[A-Za-z0-9_-]{12}\n?")
_COOKIE_S = 400 * 24 * 3600  # browsers keep none for longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What lets its bearer write."""

    text: str

    @property
    def cookie_name(self) -> str:
        """Another one for each release, which says nothing of the key: cookies do not tell ports apart."""
        return f"lyricaudio-{hashlib.sha256(self.text.encode()).hexdigest()[:8]}"

    def is_carried_by(self, request: Request) -> bool:
        """Tell whether a request has it, in its address, as the password or as the cookie."""
        return any(map(self._is, (*_told(request), request.cookies.get(self.cookie_name, ""))))

    def cookie_for(self, request: Request, *, lasting_s: int | None = _COOKIE_S) -> str | None:
        """Return the cookie to set when a request's address or password is the key; None when it is not.

        Without a time that it lasts it goes when the browser is closed.
        """
        if not any(map(self._is, _told(request))):
            return None
        path = f"{request.scope.get('root_path', '')}/"
        secure = "; Secure" if request.url.scheme == "https" else ""
        age = f"Max-Age={lasting_s}; " if lasting_s else ""
        return f"{self.cookie_name}={self.text}; Path={path}; {age}HttpOnly; SameSite=Strict{secure}"

    def _is(self, text: str) -> bool:
        return secrets.compare_digest(text.encode("utf-8", "replace"), self.text.encode())


def _told(request: Request) -> Iterator[str]:
    """Yield what a request tells by itself: in its address, and as the password (RFC 7617)."""
    yield request.query_params.get(PARAMETER, "")
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        with contextlib.suppress(binascii.Error, UnicodeError):
            yield b64decode(credentials, validate=True).decode().partition(":")[2]


def key_of(output: Path) -> Key:
    """Return the key of a release, made if it has none; where nothing can be written, for this time only."""
    path = output / STATE_FOLDER / _FILE
    with contextlib.suppress(OSError, UnicodeError):
        written = path.read_text("ascii")
        if _WRITTEN.fullmatch(written):
            return Key(text=written.strip())
    made = secrets.token_urlsafe(_BYTES)
    with contextlib.suppress(ReleaseError):
        files.write_text(path, f"{made}\n")
    return Key(text=made)
