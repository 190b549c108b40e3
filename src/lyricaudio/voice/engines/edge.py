"""Microsoft Edge's voices, through the edge-tts package: an unofficial service, never used unasked.

edge-tts knows the protocol. What it does not do is done here: a time limit that holds, and no success
without the service's word that it has finished, since a connection that breaks off looks like an end to it.
"""

from __future__ import annotations

import asyncio
import contextlib
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from urllib.parse import urlsplit

from lyricaudio.errors import EngineUnavailable
from lyricaudio.messages import message, told
from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import Speech
from lyricaudio.voice.engines.network import (
    asked_to_wait,
    certificates,
    distrusted,
    no_connection,
    proxy_for,
    silence_of,
)
from lyricaudio.voice.hearing.fetched import untimed_speech

_SERVICE = "https://speech.platform.bing.com"
_TRIES = 3  # behind some proxies one connection in six breaks off
_LIMIT_S = 45.0  # for all tries; closing may take 10 s more, and a build stops its worker after 60


class EdgeTts:
    """Microsoft's neural voices for Japanese. Lyrics are sent to Microsoft.

    Parameters
    ----------
    limit_s
        How long a line may take, with all that is tried again.
    """

    name = "edge"
    summary = message(
        "Microsoft Edge's voices, by an unofficial service; online, sends the text to Microsoft"
    )
    voices = ("ja-JP-NanamiNeural", "ja-JP-KeitaNeural")
    credit = ""
    online = True
    parallel = 2  # four at a time are refused

    def __init__(self, limit_s: float = _LIMIT_S) -> None:
        self._limit_s = limit_s

    @property
    def version(self) -> str:
        """The version of the package; what the service runs nobody tells."""
        try:
            return f"edge-tts-{version('edge-tts')}"
        except PackageNotFoundError:
            return "absent"

    def unavailable(self) -> str | None:
        """Say how to install the package, or None: whether the service is there shows when it is used."""
        if find_spec("edge_tts") is None:
            return told("its package is not installed; run: pip install 'lyricaudio[edge]'")
        return None

    def unreachable(self) -> str | None:
        """Ask for the page of the service's host; nothing is sent."""
        from edge_tts import communicate

        address = urlsplit(str(vars(communicate).get("WSS_URL", _SERVICE)))
        return silence_of(
            f"{address.scheme.replace('wss', 'https').replace('ws', 'http')}://{address.netloc}"
        )

    def heard(self, reading: Reading) -> str:
        """Return the text that is sent."""
        return reading.spoken

    def speak(self, reading: Reading, voice: str) -> Speech:
        """Fetch the whole line, or fail."""
        data = asyncio.run(_fetched(self.heard(reading), voice, self._limit_s))
        return untimed_speech(data, reading, engine=self.name)


async def _fetched(text: str, voice: str, limit_s: float) -> bytes:
    """Fetch the MP3 of a text; a connection that breaks off is tried again.

    Errors are raised from nothing: the address in what aiohttp says holds a token.

    Raises
    ------
    EngineUnavailable
        When the service refuses, cannot be reached or understood, or does not finish in time.
    """
    import aiohttp  # with edge-tts, which it comes with, it takes half a second: only who speaks pays
    from edge_tts.exceptions import EdgeTTSException, SkewAdjustmentError

    try:
        async with asyncio.timeout(limit_s):
            for _ in range(_TRIES):
                if data := await _received(text, voice):
                    return data
    except aiohttp.ClientResponseError as error:
        raise _refusal(error.status, asked_to_wait(error.headers or {})) from None
    except SkewAdjustmentError:
        raise _refusal(403) from None
    except aiohttp.ClientSSLError:
        raise _failure(distrusted(told("Microsoft's service"))) from None
    except aiohttp.ClientConnectionError:
        raise _failure(no_connection(told("Microsoft's service"), _SERVICE)) from None
    except TimeoutError:
        late = told("Microsoft's service did not finish within {limit_s:.0f} s", limit_s=limit_s)
        raise _failure(late) from None
    except (EdgeTTSException, KeyError, TypeError, ValueError):
        strange = told("Microsoft's service answers in a new way: pip install -U edge-tts")
        raise _failure(strange) from None
    raise _failure(told("Microsoft's service sent no whole answer, {tries} times", tries=_TRIES))


async def _received(text: str, voice: str) -> bytes | None:
    """Receive the MP3 of a text, or None when the connection breaks off.

    edge-tts adds to `cumulative_audio_bytes` only at the service's `turn.end`.
    """
    from edge_tts import Communicate
    from edge_tts import communicate as module
    from edge_tts.exceptions import NoAudioReceived

    data = bytearray()
    module._SSL_CTX = certificates()  # its own is certifi's alone, and it takes no other
    communicate = Communicate(text, voice, proxy=proxy_for(_SERVICE))
    with contextlib.suppress(NoAudioReceived):
        async for chunk in communicate.stream():
            if chunk["type"] == "audio":
                data += chunk["data"]
    return bytes(data) if len(data) == communicate.state["cumulative_audio_bytes"] else None


def _refusal(status: int, wait: str = "") -> EngineUnavailable:
    if status == 403:
        return _failure(told("Microsoft's service refused (403): set the clock, or pip install -U edge-tts"))
    return _failure(told("Microsoft's service refused ({status}){wait}", status=status, wait=wait))


def _failure(trouble: str) -> EngineUnavailable:
    return EngineUnavailable(
        told("edge: {trouble}; what is done is kept: run again later, or use openjtalk", trouble=trouble)
    )
