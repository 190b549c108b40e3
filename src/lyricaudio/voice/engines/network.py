"""The network as the system has it set up: proxies and certificates, and how errors name them.

`requests` and `aiohttp` each heed some of it. Here the variables are those of requests, curl and OpenSSL, and
without any the certificates are the system's and certifi's together.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import certifi
import requests
from requests.adapters import HTTPAdapter

from lyricaudio.errors import EngineUnavailable
from lyricaudio.memo import remembered
from lyricaudio.messages import told

BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
"""Variables that name a file of certificates; the first that is set rules."""

_ASKING_S = 5.0
_LONGEST_WAIT_S = 7 * 24 * 3600.0


def certificates() -> ssl.SSLContext:
    """Return what vouches for servers: what a variable names, or the system's and certifi's.

    Raises
    ------
    EngineUnavailable
        When a variable names no file or folder of certificates; says which.
    """
    name = _bundle()
    return _vouching(os.environ[name] if name else "", name or "")


@remembered
def _vouching(path: str, name: str) -> ssl.SSLContext:
    """Read the certificates of a file or folder that a variable names; to do so for each clip takes 50 ms."""
    context = ssl.create_default_context()
    if not path:
        context.load_verify_locations(certifi.where())
        return context
    try:
        if os.path.isdir(path):
            context.load_verify_locations(capath=path)
        else:
            context.load_verify_locations(path)
    except OSError as error:  # an SSLError is one too
        raise EngineUnavailable(
            told(
                "{variable} names {path}, which holds no certificates; correct it, or unset it",
                variable=name,
                path=path,
            )
        ) from error
    return context


def _bundle() -> str | None:
    return next((name for name in BUNDLES if os.environ.get(name)), None)


def distrusted(server: str) -> str:
    """Say that nobody vouches for a server, and what to do about that."""
    if name := _bundle():
        return told(
            "the certificate of {server} is not vouched for by {path}, which {variable} names",
            server=server,
            path=os.environ[name],
            variable=name,
        )
    return told(
        "the certificate of {server} is not valid; in a network with certificates of its own set {variable}"
        " to the file that holds its root",
        server=server,
        variable=BUNDLES[0],
    )


class _Trusting(HTTPAdapter):
    """A transport that believes whom the system believes."""

    def init_poolmanager(self, *arguments: Any, **named: Any) -> None:
        super().init_poolmanager(*arguments, **named, ssl_context=certificates())

    def proxy_manager_for(self, proxy: str, **named: Any) -> Any:
        return super().proxy_manager_for(proxy, **named, ssl_context=certificates())


def session() -> requests.Session:
    """Return a session that believes whom the system believes; raises as `certificates`."""
    opened = requests.Session()
    opened.mount("https://", _Trusting())
    return opened


def sent(
    opened: requests.Session, request: requests.PreparedRequest, timeout_s: tuple[float, float]
) -> requests.Response:
    """Send a request through the system's proxy, if it has one."""
    assert request.url is not None
    ways = opened.merge_environment_settings(request.url, {}, stream=True, verify=None, cert=None)
    return opened.send(request, timeout=timeout_s, **ways)


def silence_of(url: str) -> str | None:
    """Ask a server for its page, and say why it does not answer; any answer but a refusal is one."""
    name = urlsplit(url).netloc.rpartition("@")[2]
    try:
        with (
            session() as opened,
            sent(opened, requests.Request("GET", url).prepare(), (_ASKING_S,) * 2) as answer,
        ):
            if answer.status_code == 429:
                wait = asked_to_wait(answer.headers)
                return told("{server} refuses (429){wait}; ask it later", server=name, wait=wait)
    except EngineUnavailable as error:
        return str(error)
    except requests.exceptions.SSLError:
        return distrusted(name)
    except requests.exceptions.RequestException:
        return told("{trouble}; join a network, or use the voice openjtalk", trouble=no_connection(name, url))
    return None


def proxy_for(url: str) -> str | None:
    """Return the proxy through which the system wants an address of http or https asked, or None."""
    parts = urlsplit(url)
    if proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    proxies = getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")


def no_connection(server: str, url: str) -> str:
    """Say that there is no connection to a server; its address's proxy is named, without its password."""
    if proxy := proxy_for(url):
        return told(
            "no connection to {server} through the proxy {proxy}",
            server=server,
            proxy=urlsplit(proxy).netloc.rpartition("@")[2] or proxy,
        )
    return told("no connection to {server}", server=server)


def asked_to_wait(headers: Mapping[str, str]) -> str:
    """Say how long an answer's Retry-After asks to wait, behind what refuses; empty when it does not ask."""
    wait_s = _seconds(headers.get("Retry-After", "").strip())
    if wait_s is None:
        return ""
    if wait_s < 90:
        return told(" and asks to wait {wait_s:.0f} s", wait_s=wait_s)
    if wait_s < 5400:
        return told(" and asks to wait {wait_min:.0f} min", wait_min=wait_s / 60)
    return told(" and asks to wait {wait_h:.0f} h", wait_h=wait_s / 3600)


def _seconds(written: str) -> float | None:
    """Return the seconds that a Retry-After (RFC 9110, 10.2.3) means: a number of them, or a date."""
    if written.isascii() and written.isdigit():
        return min(float(written[:9]), _LONGEST_WAIT_S)
    try:
        date = parsedate_to_datetime(written)
    except ValueError:
        return None
    wait_s = (date if date.tzinfo else date.replace(tzinfo=UTC)) - datetime.now(UTC)
    return min(max(0.0, wait_s.total_seconds()), _LONGEST_WAIT_S)
