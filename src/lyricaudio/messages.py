"""What is said to the person, in the person's language.

The code says each message in English, as a template whose gaps are named, and `locale/` holds it in Japanese.
Which language it is `LYRICAUDIO_LANG` says, otherwise the locale (LC_ALL, LC_MESSAGES, LANG: the first that
is set), and on Windows, where none is, the language of its own windows. What programs read (`--json`, tags,
file names) is the same in all.
"""

from __future__ import annotations

import locale
import os
import sys
from gettext import NullTranslations, translation
from pathlib import Path

from lyricaudio.memo import remembered

LANGUAGE = "LYRICAUDIO_LANG"
"""The variable that chooses a language whatever the locale is."""

DOMAIN = "lyricaudio"
LOCALE = Path(__file__).with_name("locale")

_ASKED = (LANGUAGE, "LC_ALL", "LC_MESSAGES", "LANG")


def told(message: str, **values: object) -> str:
    """Return a message in the person's language, its gaps filled; `{length_s:.1f}` is one with a format."""
    return catalogue().gettext(message).format(**values)


def message(text: str) -> str:
    """Mark a text of a table as a message, which is told when it is shown."""
    return text


def language() -> str:
    """Return the language that is asked for, as in ``ja``; ``en`` where none is."""
    asked = next((os.environ[name] for name in _ASKED if os.environ.get(name)), "") or _of_windows()
    return asked.replace("-", "_").partition(".")[0].partition("_")[0].lower() or "en"


@remembered
def catalogue() -> NullTranslations:
    """Return the messages of the language that is asked for; those of the code where there are none in it."""
    return translation(DOMAIN, LOCALE, languages=[language()], fallback=True)


def _of_windows() -> str:
    if sys.platform != "win32":
        return ""
    import ctypes

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
