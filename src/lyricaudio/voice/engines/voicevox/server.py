"""Asking a VOICEVOX engine, and what its answers mean when they are none."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests

from lyricaudio.errors import EngineError, EngineUnavailable
from lyricaudio.messages import told

URL = "http://127.0.0.1:50021"
CONNECT_S = 3.0

_LISTED = 8  # voices that an error names


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A voice: the number and the name of a style, and what it is for.

    Attributes
    ----------
    kind
        `talk`; `sing` for what plans a song and sings it; `frame_decode` for what sings by another's plan;
        `singing_teacher` for what only plans.
    """

    number: str
    name: str
    kind: str

    @property
    def sings(self) -> bool:
        """Whether it makes sound, and is not for talking."""
        return self.kind in ("sing", "frame_decode")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """The engine at an address; each answer is waited for so long."""

    url: str
    answer_s: float

    def answer(
        self, method: str, path: str, subject: str, query: Mapping[str, str], *, body: Any = None
    ) -> requests.Response:
        """Ask the engine, once more after a failure; `subject` is what an error says it was about.

        Raises
        ------
        EngineError
            When it can do others, but not this.
        EngineUnavailable
            When it does not run, does not answer, or is not VOICEVOX.
        """
        for _ in range(2):
            response = self._sent(method, path, query, body)
            if response.status_code != 500:
                break
        if response.status_code == 500:
            raise EngineError(
                told(
                    "VOICEVOX failed twice on {subject}; restart it, or make the text shorter",
                    subject=subject,
                )
            )
        if response.status_code == 400:
            with self.understood():
                detail = response.json()["detail"]
                reason = detail if isinstance(detail, str) else detail["text"]
            raise EngineError(
                told(
                    "VOICEVOX cannot read {subject}: {reason}; write it otherwise in readings",
                    subject=subject,
                    reason=reason,
                )
            )
        if response.status_code not in (200, 204):
            raise self._stranger(f" ({response.status_code})")
        return response

    def _sent(self, method: str, path: str, query: Mapping[str, str], body: Any) -> requests.Response:
        try:
            with requests.Session() as session:
                session.trust_env = False  # proxies are for what is farther away
                return session.request(
                    method,
                    self.url + path,
                    params=query,
                    json=body,
                    timeout=(CONNECT_S, self.answer_s),
                    allow_redirects=False,
                )
        except requests.exceptions.ReadTimeout as error:
            raise EngineUnavailable(
                told(
                    "VOICEVOX at {address} gave no answer for {answer_s:.0f} s; restart it, or use the voice"
                    " openjtalk",
                    address=address(self.url),
                    answer_s=self.answer_s,
                )
            ) from error
        except requests.exceptions.RequestException as error:
            raise EngineUnavailable(
                told(
                    "VOICEVOX is not running at {address}; start it, or use the voice openjtalk",
                    address=address(self.url),
                )
            ) from error

    @contextlib.contextmanager
    def understood(self) -> Iterator[None]:
        """Say of answers of another shape that they are not VOICEVOX's."""
        try:
            yield
        except (KeyError, TypeError, ValueError) as error:
            raise self._stranger() from error

    def _stranger(self, status: str = "") -> EngineUnavailable:
        return EngineUnavailable(
            told(
                "what answers at {address}{status} is no VOICEVOX that is known; update it, or use the voice"
                " openjtalk",
                address=address(self.url),
                status=status,
            )
        )


def found_style(server: Server, voice: str) -> Style:
    """Return a voice that makes sound: those that talk are asked first, as older engines have no others.

    Raises
    ------
    EngineUnavailable
        When the engine has none of that number; with some that it has.
    """
    styles: list[Style] = []
    for path in ("/speakers", "/singers"):
        styles += (style for style in listed(server, path) if style.kind != "singing_teacher")
        for style in styles:
            if style.number == voice:
                return style
    some = ", ".join(f"{one.number} {one.name}" for one in styles[:_LISTED])
    raise EngineUnavailable(
        told("VOICEVOX has no voice {voice}; it has for instance {some}", voice=voice, some=some)
    )


def planner_for(server: Server, singer: Style) -> Style:
    """Return the style that plans a singer's songs: itself, or the first that can.

    Raises
    ------
    EngineUnavailable
        When the engine has none.
    """
    if singer.kind == "sing":
        return singer
    for style in listed(server, "/singers"):
        if style.kind in ("sing", "singing_teacher"):
            return style
    raise EngineUnavailable(
        told("VOICEVOX has nothing that plans the songs of {voice}; update it", voice=singer.number)
    )


def listed(server: Server, path: str) -> list[Style]:
    """Return all styles of the speakers (`/speakers`) or the singers (`/singers`)."""
    with server.understood():
        return [
            Style(
                number=str(style["id"]),
                name=f"{speaker['name']}（{style['name']}）",
                kind=str(style.get("type", "talk")),
            )
            for speaker in server.answer("GET", path, told("its voices"), {}).json()
            for style in speaker["styles"]
        ]


def load(server: Server, style: Style) -> None:
    """Let the engine load a voice: its first use would take as long."""
    query = {"speaker": style.number, "skip_reinit": "true"}
    server.answer("POST", "/initialize_speaker", told("voice {voice}", voice=style.number), query)


def server_url() -> str:
    """Return where the engine is to be: on this machine, or where the person says."""
    return os.environ.get("LYRICAUDIO_VOICEVOX_URL", URL).rstrip("/")


def address(url: str) -> str:
    """Return host and port alone: what is before them may be a password."""
    return urlsplit(url).netloc.rpartition("@")[2]


def is_address(url: str) -> bool:
    """Tell whether it can be asked over HTTP."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number
        return False
