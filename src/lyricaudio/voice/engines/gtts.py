"""Google Translate's voice, through the request format of the gTTS package.

gTTS makes the requests and knows the page's protocol; the transport is ours, since its own neither checks
the certificate nor has a time limit, and takes a page without audio for a success.
"""

from __future__ import annotations

import base64
import os
import re
import time
from importlib.metadata import version

import gtts
import requests

from lyricaudio.audio.codec import decode
from lyricaudio.audio.sound import Audio
from lyricaudio.errors import CodecError, EngineError, EngineUnavailable
from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import Speech
from lyricaudio.voice.trim import evenly_spread

_HOST = "https://translate.google.com"
_TIMEOUT_S = (5.0, 15.0)  # to connect, and between two parts of an answer
_WAITS_S = (1.0, 2.0, 4.0, 8.0)  # after a refusal; then it is given up
_LONGEST_ANSWER = 5_000_000  # bytes
_LONGEST_WAIT_S = 45.0
_LONGEST_PART = 90  # characters; the server takes 100
_AUDIO = re.compile(rb'jQ1olc","\[\\"(.*?)\\"\\?\]')
_SHORTEST_S, _FASTEST_MORA_S, _SLOWEST_MORA_S, _EXTRA_S = 0.15, 0.06, 0.6, 3.0


class GoogleTranslate:
    """gTTS's voice for Japanese. Lyrics are sent to Google; `LYRICAUDIO_GTTS_URL` names another server."""

    name = "gtts"
    summary = "Google Translate's voice; online, sends the text to Google"
    version = f"gtts-{version('gTTS')}"
    voices = ("ja",)
    credit = ""
    online = True
    parallel = 1  # refusals go by address; one connection is what is tolerated

    def unavailable(self) -> str | None:
        """Return None: whether the network is there shows when it is used."""
        return None

    def heard(self, reading: Reading) -> str:
        """Return the text that is sent."""
        return reading.spoken

    def speak(self, reading: Reading, voice: str) -> Speech:
        """Fetch all parts of the text, or fail: half a line is never taken."""
        with requests.Session() as session:
            requested = [_request(part, voice) for part in _parts(self.heard(reading))]
            parts = [_audio_bytes(_answer(session, request)) for request in requested]
        audio = _decoded(b"".join(parts), reading)
        kana = tuple(mora.kana for mora in reading.morae)
        return Speech(audio=audio, morae=evenly_spread(kana, audio), exact=False)


def _parts(text: str) -> list[str]:
    """Cut a text at punctuation and spaces into parts that the server takes whole: gTTS cuts inside words."""
    parts = [""]
    for piece in re.findall(r"[^、。！？!?\s]*[、。！？!?\s]*", text):
        for start in range(0, len(piece), _LONGEST_PART):
            chunk = piece[start : start + _LONGEST_PART]
            if len(parts[-1]) + len(chunk) > _LONGEST_PART:
                parts.append("")
            parts[-1] += chunk
    return [part for part in parts if part.strip()]


def _request(part: str, voice: str) -> requests.PreparedRequest:
    """Let gTTS make its request for one part, addressed to the server that is to be used."""
    (request,) = gtts.gTTS(part, lang=voice, lang_check=False)._prepare_requests()
    prepared: requests.PreparedRequest = request
    assert prepared.url is not None
    prepared.url = prepared.url.replace(_HOST, _server(), 1)
    return prepared


def _server() -> str:
    return os.environ.get("LYRICAUDIO_GTTS_URL", _HOST)


def _answer(session: requests.Session, request: requests.PreparedRequest) -> bytes:
    """Send one request; wait and try again when the server refuses or breaks off."""
    reason = ""
    for wait_s in (0.0, *_WAITS_S):
        time.sleep(wait_s)
        try:
            with session.send(request, timeout=_TIMEOUT_S, stream=True, verify=True) as response:
                if response.status_code == 200:
                    return _body(response)
                reason = f"answered {response.status_code}"
        except requests.exceptions.SSLError as error:
            raise EngineUnavailable(f"gtts: the certificate of {_server()} is not valid") from error
        except requests.exceptions.ConnectTimeout as error:
            raise EngineUnavailable(_NO_CONNECTION.format(_server())) from error
        except requests.exceptions.RequestException as error:
            if isinstance(error, requests.exceptions.ConnectionError) and not _was_connected(error):
                raise EngineUnavailable(_NO_CONNECTION.format(_server())) from error
            reason = "broke off"
    raise EngineUnavailable(
        f"gtts: {_server()} {reason}, {len(_WAITS_S) + 1} times; what is done is kept: run again later,"
        " or use the voice openjtalk"
    )


_NO_CONNECTION = "gtts: no connection to {}; what is done is kept: run again later, or use openjtalk"


def _was_connected(error: requests.exceptions.ConnectionError) -> bool:
    """Tell a connection that broke from one that never was: only the latter is a `NewConnectionError`."""
    return "NewConnectionError" not in repr(error)


def _body(response: requests.Response) -> bytes:
    """Read an answer within the limits of size and time."""
    started_s = time.monotonic()
    body = bytearray()
    for chunk in response.iter_content(1 << 14):
        body += chunk
        if len(body) > _LONGEST_ANSWER or time.monotonic() - started_s > _LONGEST_WAIT_S:
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
        raise EngineError("gtts: the answer held no audio (a web page?); run again later, or use openjtalk")
    return data


def _decoded(data: bytes, reading: Reading) -> Audio:
    """Decode, and refuse what cannot be the whole line: too short or too long for its morae."""
    try:
        audio = decode(data, name="the answer of gtts", kind="mp3")
    except CodecError as error:
        raise EngineError(f"gtts: {error} for '{reading.written}'; run again later") from error
    morae = len(reading.morae)
    least_s, most_s = max(_SHORTEST_S, _FASTEST_MORA_S * morae), _SLOWEST_MORA_S * morae + _EXTRA_S
    if not least_s <= audio.duration_s <= most_s:
        raise EngineError(
            f"gtts: {audio.duration_s:.1f} s of sound for the {morae} morae of '{reading.written}';"
            " it broke off: run again later"
        )
    return Audio(samples=audio.samples.mean(axis=1, keepdims=True), sample_rate=audio.sample_rate)
