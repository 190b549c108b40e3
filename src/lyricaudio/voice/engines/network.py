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
    context = ssl.create_default_context()
    if name is None:
        context.load_verify_locations(certifi.where())
        return context
    path = os.environ[name]
    try:
        if os.path.isdir(path):
            context.load_verify_locations(capath=path)
        else:
            context.load_verify_locations(path)
    except OSError as error:  # an SSLError is one too
        what = f"{name} names {path}, which holds no certificates"
        raise EngineUnavailable(f"{what}; correct it, or unset it") from error
    return context


def _bundle() -> str | None:
    return next((name for name in BUNDLES if os.environ.get(name)), None)


def distrusted(server: str) -> str:
    """Say that nobody vouches for a server, and what to do about that."""
    if name := _bundle():
        return f"the certificate of {server} is not vouched for by {os.environ[name]}, which {name} names"
    return (
        f"the certificate of {server} is not valid; in a network with certificates of its own set"
        f" {BUNDLES[0]} to the file that holds its root"
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
                return f"{name} refuses (429){asked_to_wait(answer.headers)}; ask it later"
    except EngineUnavailable as error:
        return str(error)
    except requests.exceptions.SSLError:
        return distrusted(name)
    except requests.exceptions.RequestException:
        return f"no connection to {name}{by_proxy(url)}; join a network, or use the voice openjtalk"
    return None


def proxy_for(url: str) -> str | None:
    """Return the proxy through which the system wants an address of http or https asked, or None."""
    parts = urlsplit(url)
    if proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    proxies = getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")


def by_proxy(url: str) -> str:
    """Name the proxy of an address for an error, without its password; empty when there is none."""
    proxy = proxy_for(url)
    return f" through the proxy {urlsplit(proxy).netloc.rpartition('@')[2] or proxy}" if proxy else ""


def asked_to_wait(headers: Mapping[str, str]) -> str:
    """Say how long an answer's Retry-After asks to wait; empty when it does not ask."""
    told = headers.get("Retry-After", "").strip()
    wait_s = _seconds(told)
    if wait_s is None:
        return ""
    if wait_s < 90:
        return f" and asks to wait {wait_s:.0f} s"
    if wait_s < 5400:
        return f" and asks to wait {wait_s / 60:.0f} min"
    return f" and asks to wait {wait_s / 3600:.0f} h"


def _seconds(told: str) -> float | None:
    """Return the seconds that a Retry-After (RFC 9110, 10.2.3) means: a number of them, or a date."""
    if told.isascii() and told.isdigit():
        return min(float(told[:9]), _LONGEST_WAIT_S)
    try:
        date = parsedate_to_datetime(told)
    except ValueError:
        return None
    wait_s = (date if date.tzinfo else date.replace(tzinfo=UTC)) - datetime.now(UTC)
    return min(max(0.0, wait_s.total_seconds()), _LONGEST_WAIT_S)
