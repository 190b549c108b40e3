"""Requests that nobody means well with: seeded, so that a bad one can be sent again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from urllib.parse import quote

from tests.serve.wire import FILES

_TARGETS = (
    "outside.txt",
    "etc/passwd",
    "notes.txt",
    "release.json",
    ".env",
    ".lyricaudio/build.json",
    ".lyricaudio/grades.json",
    "link.mp3",
    "way out/outside.txt",
    "player/.hidden",
    "01 学習率のうた/mine.mp3",
    "C:\\outside.txt",
    "index.html",
    *FILES,
)
_UPWARDS = (
    "..",
    ".",
    "%2e%2e",
    "%2E.",
    "%252e%252e",
    "..%00",
    "..;",
    "%c0%ae%c0%ae",
    "%ef%bc%8e",
    "way%20out",
    "",
)
_SLASHES = ("/", "//", "\\", "%2f", "%5c", "%252f", "%c0%af", "/./")
_METHODS = (*["GET"] * 20, "HEAD", "POST", "PUT", "OPTIONS", "TRACE", "CONNECT", "get", "G\0T", "")
_VERSIONS = (*["1.1"] * 16, "1.0", "2.0", "0.9", "x")
_HOSTS = (
    *["localhost"] * 40,
    "127.0.0.1",
    "evil.example",
    "localhost:99999999",
    "localhost.evil.example",
    "localhost\tevil",
    "evil.example@localhost",
    "[::1",
    "[::ffff:127.0.0.1]",
    "0x7f.1",
    "2130706433",
    "localhost\r\nHost: evil.example",
    "localhost\r\nX-Forwarded-Host: evil.example",
    "",
)
_RANGES = (
    "bytes=0-1",
    "bytes=-1",
    "bytes=-99999999999999999999",
    "bytes=18446744073709551616-",
    "bytes=0-0,1-1,2-2",
    "bytes=" + "0-," * 4000,
    "bytes=1-0",
    "bytes=--1",
    "bytes=0-\x00",
    "bytes=\xff-",
    "bytes=" + "9" * 9000 + "-",
)
_HEADERS = (
    "If-None-Match: *",
    "If-None-Match: " + '"x",' * 3000,
    "If-Modified-Since: Fri, 99 Xyz 99999 99:99:99 GMT",
    "If-Modified-Since: Fri, 31 Dec 9999 23:59:59 -9999",
    "If-Range: W/*",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: identity, chunked",
    "Content-Length: -1",
    "Content-Length: 5\r\nContent-Length: 6",
    "Content-Length: 99999999999999999999",
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==",
    "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
    "Expect: 100-continue",
    "X-Original-URL: /notes.txt\r\nX-Rewrite-URL: /notes.txt",
    "X-Forwarded-For: ../../outside.txt\r\nX-Forwarded-Proto: file",
    "Origin: http://localhost\r\nContent-Type: application/json",
    "User-Agent: \x1b]0;owned\x07",
    " folded: header",
    "no colon",
    ": no name",
    "x" * 70_000 + ": y",
    "\r\n".join(f"X-{n}: y" for n in range(300)),
)
_BODIES = (
    b"",
    b"",
    b"{}",
    b"[" * 5000,
    b"5\r\nhello\r\n0\r\n\r\n",
    b"zz\r\n",
    b"GET /notes.txt HTTP/1.1\r\n\r\n",
    bytes(range(256)),
)
_SIGNS = (
    "\0",
    "\r\n",
    "\x7f",
    "\ufeff",
    "\u202e",
    "%00",
    "%",
    "%zz",
    "?",
    "#",
    ";",
    "*",
    " ",
    "::$DATA",
    "\udcff",
)
_LONG = (
    "/" + "a" * 70_000,
    "/" + "../" * 3000 + "outside.txt",
    "/zip/" + "9" * 5000 + ".zip",
    "/" + "%2e" * 5000,
)
_FORMS = (
    "http://evil.example/{}",
    "file:///{}",
    "//{}",
    "\\\\{}",
    "{}",
    "/{}/",
    "/{}?x=../{}",
    "/zip/{}.zip",
    "/zip/01-rate.zip/{}",
    "/grades/{}",
    "/grades",
    "/api/2/episodes/{}.json",
    "/api/2/auth/me/login.json",
    "/zip/01-rate.zip",
    "*",
    "evil.example:443",
    "",
)


def hostile_requests(count: int, *, seed: int) -> Iterator[bytes]:
    """Yield requests, each for a connection of its own."""
    chance = random.Random(seed)
    for _ in range(count):
        kind = chance.choices((_crafted, _mutilated, _noise), weights=(85, 13, 2))[0]
        yield kind(chance)


def _crafted(chance: random.Random) -> bytes:
    target = chance.choice((_climbing, _climbing, _encoded, _inserted, _long, _odd, _plain))(chance)
    lines = [f"{chance.choice(_METHODS)} {target} HTTP/{chance.choice(_VERSIONS)}"]
    if chance.random() < 0.95:
        lines.append(f"Host: {chance.choice(_HOSTS)}")
    if chance.random() < 0.4:
        lines.append(f"Range: {chance.choice(_RANGES)}")
    lines += chance.sample(_HEADERS, chance.choice((0, 0, 0, 0, 0, 0, 1, 2)))
    lines.append("Connection: close")
    end = chance.choice(("\r\n", "\r\n", "\r\n", "\n"))
    head = end.join([*lines, "", ""])
    return head.encode("utf-8", "surrogateescape") + chance.choice(_BODIES)


def _climbing(chance: random.Random) -> str:
    steps = [chance.choice(_UPWARDS) for _ in range(chance.randint(1, 6))]
    path = "".join(step + chance.choice(_SLASHES) for step in steps)
    return "/" + chance.choice(("", "player/", "zip/")) + path + quote(chance.choice(_TARGETS))


def _encoded(chance: random.Random) -> str:
    """Encode every byte of a name, once or several times over."""
    climbed = "../" * chance.randint(0, 4) + chance.choice(_TARGETS)
    text = "".join(f"%{byte:02x}" for byte in climbed.encode())
    for _ in range(chance.randint(0, 2)):
        text = text.replace("%", "%25")
    return "/" + text


def _inserted(chance: random.Random) -> str:
    """Put something odd into a name."""
    name = chance.choice(_TARGETS)
    place = chance.randint(0, len(name))
    text = name[:place] + chance.choice(_SIGNS) + name[place:]
    return "/" + (text if chance.random() < 0.4 else quote(text, safe="/%", errors="surrogateescape"))


def _long(chance: random.Random) -> str:
    return chance.choice(_LONG)


def _odd(chance: random.Random) -> str:
    return chance.choice(_FORMS).replace("{}", quote(chance.choice(_TARGETS)))


def _plain(chance: random.Random) -> str:
    """Ask for what there is, or hides; the rest of the request is odd enough."""
    return "/" + quote(chance.choice(_TARGETS))


def _mutilated(chance: random.Random) -> bytes:
    """Drop or add bytes of a request."""
    data = bytearray(_crafted(chance)[:4000])
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(data))
        if chance.random() < 0.5:
            del data[place]
        else:
            data.insert(place, chance.randrange(256))
    return bytes(data)


def _noise(chance: random.Random) -> bytes:
    return chance.randbytes(chance.randint(1, 2000)) + b"\r\n\r\n"
