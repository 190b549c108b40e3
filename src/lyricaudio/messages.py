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
from gettext import NullTranslations, bindtextdomain, textdomain, translation
from pathlib import Path

from lyricaudio.memo import remembered

LANGUAGE = "LYRICAUDIO_LANG"
"""The variable that chooses a language whatever the locale is."""

DOMAIN = "lyricaudio"
LOCALE = Path(__file__).with_name("locale")

_OF_GETTEXT = "LANGUAGE"
"""The first of the variables that gettext itself goes by."""

_SPOKEN = ("ja", "en")
_ASKED = (LANGUAGE, "LC_ALL", "LC_MESSAGES", "LANG")


def told(message: str, **values: object) -> str:
    """Return a message in the person's language, its gaps filled; `{length_s:.1f}` is one with a format."""
    return catalogue().gettext(message).format(**values)


def told_of_others(text: str) -> str:
    """Return what somebody else says in English: in the person's language where the catalogue has it."""
    return catalogue().gettext(text) if text else ""


def described(text: str) -> str:
    """Return a message without gaps in Japanese and English, for files that people of both read."""
    japanese = translation(DOMAIN, LOCALE, languages=["ja"], fallback=True).gettext(text)
    return text if japanese == text else f"{japanese}\n\n{text}"


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


def speak_to_the_person() -> None:
    """Let who asks gettext itself, as click does for its own words, have them in the person's language."""
    bindtextdomain(DOMAIN, str(LOCALE))
    textdomain(DOMAIN)
    os.environ[_OF_GETTEXT] = language()


def speak_to_reader(accepts: str) -> None:
    """Say everything in the language of who reads it in a browser from now on, in processes from here too.

    Parameters
    ----------
    accepts
        What the browser says that they read, the best first, as in ``ja,en-US;q=0.7`` (RFC 9110, 12.5.4).
    """
    tags = (tag.partition(";")[0].strip()[:2].lower() for tag in accepts.split(","))
    known = next((tag for tag in tags if tag in _SPOKEN), None)
    if known and known != language():
        os.environ[LANGUAGE] = os.environ[_OF_GETTEXT] = known
        catalogue.cache_clear()


def speak_to_programs() -> None:
    """Say everything as the code does from now on, here and in processes that are started from here."""
    os.environ[LANGUAGE] = os.environ[_OF_GETTEXT] = "en"
    catalogue.cache_clear()


def _of_windows() -> str:
    if sys.platform != "win32":
        return ""
    import ctypes

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
