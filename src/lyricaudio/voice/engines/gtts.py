"""Google Translate's voice, through the request format of the gTTS package.

gTTS makes the requests and knows the page's protocol; the transport is ours, since its own neither checks
the certificate nor has a time limit, and takes a page without audio for a success. A server that refuses is
not asked again: each further request makes it refuse for longer.
"""

from __future__ import annotations

import base64
import os
import re
import time
from dataclasses import dataclass
from importlib.metadata import version

import gtts
import requests
from urllib3.exceptions import MaxRetryError

from lyricaudio.errors import EngineError, EngineUnavailable
from lyricaudio.messages import message, told
from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import Speech
from lyricaudio.voice.engines.network import (
    asked_to_wait,
    distrusted,
    no_connection,
    sent,
    session,
    silence_of,
)
from lyricaudio.voice.hearing.fetched import untimed_speech

_HOST = "https://translate.google.com"
_LONGEST_ANSWER = 5_000_000  # bytes
_LONGEST_PART = 90  # characters; the server takes 100
_REFUSALS = (403, 429)
_AUDIO = re.compile(rb'jQ1olc","\[\\"(.*?)\\"\]')


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long the server is waited for, in seconds.

    Attributes
    ----------
    connect_s, read_s
        For a connection, and for the next part of an answer.
    line_s
        For all parts of a line together, with all that is tried again.
    waits_s
        After each failure that may pass; when they are used up it is given up.
    """

    connect_s: float = 5.0
    read_s: float = 15.0
    line_s: float = 45.0
    waits_s: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0)


class GoogleTranslate:
    """gTTS's voice for Japanese. Lyrics are sent to Google; `LYRICAUDIO_GTTS_URL` names another server."""

    name = "gtts"
    summary = message("Google Translate's voice; online, sends the text to Google")
    version = f"gtts-{version('gTTS')}"
    voices = ("ja",)
    credit = ""
    online = True
    parallel = 1  # refusals go by address; one connection is what is tolerated

    def __init__(self, patience: Patience | None = None) -> None:
        self._patience = patience or Patience()

    def unavailable(self) -> str | None:
        """Return None: whether the network is there shows when it is used."""
        return None

    def unreachable(self) -> str | None:
        """Ask for the translator's page; nothing is sent."""
        return silence_of(_server())

    def heard(self, reading: Reading) -> str:
        """Return the text that is sent."""
        return reading.spoken

    def speak(self, reading: Reading, voice: str) -> Speech:
        """Fetch all parts of the text, or fail: half a line is never taken."""
        deadline_s = time.monotonic() + self._patience.line_s
        with session() as open_session:
            requested = [_request(part, voice) for part in _parts(self.heard(reading))]
            parts = [_audio_bytes(self._answer(open_session, request, deadline_s)) for request in requested]
        return untimed_speech(b"".join(parts), reading, engine=self.name)

    def _answer(
        self, opened: requests.Session, request: requests.PreparedRequest, deadline_s: float
    ) -> bytes:
        """Send one request; wait and try again when the server stumbles or breaks off."""
        trouble = told("{server} is too slow", server=_server())
        for wait_s in (0.0, *self._patience.waits_s):
            left_s = deadline_s - time.monotonic() - wait_s
            if left_s <= 0:
                break
            time.sleep(wait_s)
            timeout_s = (self._patience.connect_s, min(self._patience.read_s, left_s))
            try:
                with sent(opened, request, timeout_s) as response:
                    if response.status_code == 200:
                        return _body(response, deadline_s)
                    _heed(response)
                    trouble = told("{server} answers {status}", server=_server(), status=response.status_code)
            except requests.exceptions.SSLError as error:
                raise EngineUnavailable(f"gtts: {distrusted(_server())}") from error
            except requests.exceptions.RequestException as error:
                if any(isinstance(cause, MaxRetryError) for cause in error.args):  # it was never connected
                    raise _unavailable(no_connection(_server(), _server())) from error
                trouble = told("{server} gives no whole answer", server=_server())
        raise _unavailable(trouble)


def _unavailable(trouble: str) -> EngineUnavailable:
    return EngineUnavailable(
        told(
            "gtts: {trouble}; what is done is kept: run again later, or use the voice openjtalk",
            trouble=trouble,
        )
    )


def _heed(response: requests.Response) -> None:
    """Ask no more when the server refuses, or asks to wait.

    Raises
    ------
    EngineUnavailable
        Then; it says for how long.
    """
    wait = asked_to_wait(response.headers)
    if wait or response.status_code in _REFUSALS:
        status = response.status_code
        raise _unavailable(
            told("{server} refuses ({status}){wait}", server=_server(), status=status, wait=wait)
        )


def _parts(text: str) -> list[str]:
    """Cut a text at punctuation and spaces into parts that the server takes whole: gTTS cuts inside words.

    A part without a letter is left out: gTTS refuses it.
    """
    parts = [""]
    for piece in re.findall(r"[^、。！？!?\s]*[、。！？!?\s]*", text):
        for start in range(0, len(piece), _LONGEST_PART):
            chunk = piece[start : start + _LONGEST_PART]
            if len(parts[-1]) + len(chunk) > _LONGEST_PART:
                parts.append("")
            parts[-1] += chunk
    return [part for part in parts if re.search(r"\w", part)]


def _request(part: str, voice: str) -> requests.PreparedRequest:
    """Let gTTS make its request for one part, addressed to the server that is to be used.

    Without its preprocessors: they are for English, and make the part longer than it takes.
    """
    (request,) = gtts.gTTS(part, lang=voice, lang_check=False, pre_processor_funcs=[])._prepare_requests()
    prepared: requests.PreparedRequest = request
    assert prepared.url is not None
    prepared.url = prepared.url.replace(_HOST, _server(), 1)
    return prepared


def _server() -> str:
    return os.environ.get("LYRICAUDIO_GTTS_URL", _HOST)


def _body(response: requests.Response, deadline_s: float) -> bytes:
    """Read an answer within the limits of size and time."""
    body = bytearray()
    for chunk in response.iter_content(1 << 10):
        body += chunk
        if len(body) > _LONGEST_ANSWER:
            raise EngineError(
                told("gtts: the answer of {server} has no end; use the voice openjtalk", server=_server())
            )
        if time.monotonic() > deadline_s:
            raise requests.exceptions.ReadTimeout
    return bytes(body)


def _audio_bytes(body: bytes) -> bytes:
    """Take the MP3 out of an answer of the translator's page.

    Raises
    ------
    EngineError
        When it holds none, as a page that asks for consent.
    """
    found = _AUDIO.search(body)
    try:
        data = base64.b64decode(found[1], validate=True) if found else b""
    except ValueError:
        data = b""
    if not data:
        raise EngineError(
            told("gtts: the answer held no audio (a web page?); run again later, or use openjtalk")
        )
    return data
