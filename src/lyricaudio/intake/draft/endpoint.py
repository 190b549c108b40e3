"""A language model behind the interface of OpenAI: a service, or a server on this machine.

``LYRICAUDIO_DRAFT_URL`` is its address as its documentation gives it (``https://api.openai.com/v1``,
``http://localhost:11434/v1``), ``LYRICAUDIO_DRAFT_KEY`` the key if it wants one. The package of OpenAI would
do more than one request needs, and bring a dozen others.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import MaxRetryError, ReadTimeoutError

from lyricaudio.errors import LyricAudioError
from lyricaudio.intake.draft.dialogue import Message
from lyricaudio.messages import told
from lyricaudio.voice.engines.network import asked_to_wait, distrusted, no_connection, sent, session

URL, KEY, MODEL = "LYRICAUDIO_DRAFT_URL", "LYRICAUDIO_DRAFT_KEY", "LYRICAUDIO_DRAFT_MODEL"
_LONGEST_ANSWER = 400_000
_MOST_SAID = 200
_STUMBLES = frozenset({500, 502, 503, 504})


class EndpointError(LyricAudioError):
    """A language model gives no answer; the message says why, and what to do."""

    exit_code = 3


class _Stumbled(Exception):
    """It may go better the next time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait for a connection, for the next words and for all of them; and between tries."""

    connect_s: float = 10.0
    read_s: float = 180.0
    whole_s: float = 900.0
    waits_s: tuple[float, ...] = (2.0, 5.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A language model that can be asked.

    Attributes
    ----------
    url
        The address of its interface, without what stands behind ``/v1``.
    model
        Which of its models.
    key
        What lets us in; empty when it wants none. It is in no message.
    """

    url: str
    model: str
    key: str = ""
    patience: Patience = Patience()

    @property
    def server(self) -> str:
        """Its name, for messages."""
        return urlsplit(self.url).netloc.rpartition("@")[2]

    def ask(self, talk: list[Message], watch: Callable[[int], None] = lambda characters: None) -> str:
        """Return what it answers to a conversation; `watch` is told how many characters there are so far.

        Raises
        ------
        EndpointError
            When it refuses, cannot be reached, is too slow, breaks off or ends before the answer does.
        """
        trouble = ""
        for wait_s in (0.0, *self.patience.waits_s):
            time.sleep(wait_s)
            try:
                return self._answer(talk, watch)
            except requests.exceptions.SSLError as error:
                raise EndpointError(distrusted(self.server)) from error
            except requests.exceptions.RequestException as error:
                self._give_up_if_hopeless(error)
                trouble = self._broken_off()
            except _Stumbled as stumbled:
                trouble = str(stumbled)
        raise EndpointError(trouble)

    def _give_up_if_hopeless(self, error: requests.exceptions.RequestException) -> None:
        """Ask no more who was never reached, or says nothing."""
        if any(isinstance(cause, MaxRetryError) for cause in error.args):
            trouble = no_connection(self.server, self.url)
            raise EndpointError(told("{trouble}; check {variable}", trouble=trouble, variable=URL)) from error
        # A stream that falls silent is a ConnectionError to requests.
        is_silent = any(isinstance(cause, ReadTimeoutError) for cause in error.args)
        if is_silent or isinstance(error, requests.exceptions.Timeout):
            raise EndpointError(
                told("{server} says nothing for too long; ask a faster model", server=self.server)
            ) from error

    def _answer(self, talk: list[Message], watch: Callable[[int], None]) -> str:
        body = {"model": self.model, "messages": talk, "stream": True}
        with (
            session() as opened,
            sent(opened, self._request(body), (self.patience.connect_s, self.patience.read_s)) as response,
        ):
            self._heed(response)
            parts: list[str] = []
            length, deadline_s = 0, time.monotonic() + self.patience.whole_s
            for part in self._parts(response):
                parts.append(part)
                length += len(part)
                watch(length)
                if length > _LONGEST_ANSWER or time.monotonic() > deadline_s:
                    raise EndpointError(
                        told("the answer of {server} has no end; ask another model", server=self.server)
                    )
        if not "".join(parts).strip():
            raise _Stumbled(told("{server} answers nothing; ask another model", server=self.server))
        return "".join(parts)

    def _request(self, body: dict[str, Any]) -> requests.PreparedRequest:
        address = self.url.rstrip("/").removesuffix("/chat/completions") + "/chat/completions"
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        return requests.Request("POST", address, json=body, headers=headers).prepare()

    def _heed(self, response: requests.Response) -> None:
        """Raise what a status means that is no answer."""
        status, server = response.status_code, self.server
        if status == 200:
            return
        if status in (401, 403):
            raise EndpointError(
                told(
                    "{server} refuses the key ({status}); set {variable} to one that is valid",
                    server=server,
                    status=status,
                    variable=KEY,
                )
            )
        if status == 429:
            wait = asked_to_wait(response.headers)
            raise EndpointError(told("{server} refuses (429){wait}; ask it later", server=server, wait=wait))
        said = _said(response)
        if status in _STUMBLES:
            raise _Stumbled(told("{server} stumbles ({status}); ask it later", server=server, status=status))
        raise EndpointError(
            told(
                "{server} refuses ({status}): {said}; check the model and {variable}",
                server=server,
                status=status,
                said=said,
                variable=URL,
            )
        )

    def _parts(self, response: requests.Response) -> Iterator[str]:
        """Yield an answer as it comes; a server that does not stream sends it whole."""
        response.encoding = "utf-8"
        if "event-stream" not in response.headers.get("Content-Type", ""):
            choice = self._choice(response.text)
            yield _text(choice.get("message"))
            self._refuse_cut(choice)
            return
        is_whole = False
        for line in response.iter_lines(decode_unicode=True):
            data = line.removeprefix("data:").strip() if line.startswith("data:") else ""
            if data == "[DONE]":
                return
            if data:
                choice = self._choice(data)
                yield _text(choice.get("delta"))
                self._refuse_cut(choice)
                is_whole = is_whole or bool(choice.get("finish_reason"))
        if not is_whole:
            raise _Stumbled(self._broken_off())

    def _choice(self, data: str) -> dict[str, Any]:
        """Return the first choice of a piece of an answer; nothing where it has none."""
        try:
            found = json.loads(data)
            if error := found.get("error"):
                raise _Stumbled(
                    told("{server} says: {said}", server=self.server, said=_in_short(_message(error)))
                )
            choice = (found.get("choices") or [{}])[0]
            return choice if isinstance(choice, dict) else {}
        except (ValueError, AttributeError, LookupError, TypeError) as error:
            raise EndpointError(
                told(
                    "{server} does not answer as OpenAI's interface does; check {variable}",
                    server=self.server,
                    variable=URL,
                )
            ) from error

    def _refuse_cut(self, choice: dict[str, Any]) -> None:
        if choice.get("finish_reason") == "length":
            raise EndpointError(
                told("the answer is cut at the model's limit; give fewer notes, or ask another model")
            )

    def _broken_off(self) -> str:
        return told("{server} breaks off in the midst of its answer; ask it again", server=self.server)


def _text(message: Any) -> str:
    content = message.get("content") if isinstance(message, dict) else None
    return content if isinstance(content, str) else ""


def _said(response: requests.Response) -> str:
    """Return in short what a server says against a request."""
    try:
        found = json.loads(response.text[:_LONGEST_ANSWER])
        return _in_short(_message(found["error"]))
    except (ValueError, LookupError, TypeError):
        return _in_short(response.text) or told("no more is said")


def _message(error: Any) -> str:
    return str(error.get("message", "")) if isinstance(error, dict) else str(error)


def _in_short(text: str) -> str:
    return " ".join(text.split())[:_MOST_SAID]


def endpoint_asked(model: str | None) -> Endpoint | None:
    """Return the endpoint that the environment names; None when it names none.

    Raises
    ------
    EndpointError
        When that is no address, or no model is named.
    """
    url = os.environ.get(URL, "").strip()
    if not url:
        return None
    if not re.match(r"https?://[^/\s]", url):
        raise EndpointError(told("{variable} is no address; write it as https://server/v1", variable=URL))
    named = model or os.environ.get(MODEL, "").strip()
    if not named:
        raise EndpointError(
            told("no model is named; name one with --model, or by {variable}", variable=MODEL)
        )
    return Endpoint(url=url, model=named, key=os.environ.get(KEY, "").strip())
