"""Any program that reads a text and writes a WAV: piper, `say`, a studio's script.

`LYRICAUDIO_COMMAND` is the command, with `{text}` or `{kana}` where the program wants what is said and
`{wav}` where it wants the name of the file to write. Without the first it gets the text on its standard
input, without the last its standard output is the WAV. `LYRICAUDIO_COMMAND_PIPER` is that of the voice
`command:piper`. Only the person at the computer says what is run: a song chooses a voice, and nothing else.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from lyricaudio.errors import EngineError, refusal
from lyricaudio.messages import message, told
from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import Speech
from lyricaudio.voice.hearing.fetched import untimed_speech

_VARIABLE = "LYRICAUDIO_COMMAND"
_OWN = "own"
"""The voice that `LYRICAUDIO_COMMAND` itself is."""

_LIMIT_S = 60.0
_LONGEST_COMPLAINT = 200


class Command:
    """The programs that the environment names."""

    name = "command"
    summary = message("any program that reads a text and writes a WAV, by LYRICAUDIO_COMMAND")
    credit = ""
    online = False
    parallel = 1  # nobody knows how much it takes

    def __init__(self, limit_s: float = _LIMIT_S) -> None:
        self._limit_s = limit_s

    @property
    def version(self) -> str:
        """The commands: another one speaks otherwise."""
        return hashlib.sha256(repr(sorted(_commands().items())).encode()).hexdigest()[:16]

    @property
    def voices(self) -> tuple[str, ...]:
        """The voices by their variables, `own` first."""
        return tuple(sorted(_commands(), key=lambda voice: (voice != _OWN, voice))) or (_OWN,)

    def unavailable(self) -> str | None:
        """Say which variable to set, or which program is not there."""
        if not (commands := _commands()):
            return told(
                "no command is set; set {variable} to one, such as: say -o {{wav}} {{text}}",
                variable=_VARIABLE,
            )
        for voice, command in commands.items():
            try:
                program = shlex.split(command)[0]
            except (ValueError, IndexError):
                return told(
                    "{variable} is no command: {command}; close its quotes",
                    variable=_variable(voice),
                    command=command,
                )
            if shutil.which(program) is None:
                return told(
                    "there is no program {program}; correct {variable}",
                    program=program,
                    variable=_variable(voice),
                )
        return None

    def heard(self, reading: Reading) -> str:
        """Return the text and its kana: the command says which of them is given."""
        return f"{reading.spoken}\n{reading.kana}"

    def speak(self, reading: Reading, voice: str) -> Speech:
        """Run the program, and take what it writes."""
        command = _commands().get(voice, "")
        with tempfile.TemporaryDirectory(prefix="lyricaudio-") as folder:
            wav = Path(folder) / "said.wav"
            said = {"{text}": reading.spoken, "{kana}": reading.kana, "{wav}": str(wav)}
            arguments = [_filled(part, said) for part in shlex.split(command)]
            text = "" if "{text}" in command or "{kana}" in command else reading.spoken
            output = self._run(arguments, text, reading)
            data = output if "{wav}" not in command else wav.read_bytes() if wav.exists() else b""
        if not data:
            raise EngineError(
                told(
                    "{program} wrote no sound for '{text}'; try it by hand",
                    program=arguments[0],
                    text=reading.written,
                )
            )
        return untimed_speech(data, reading, engine=arguments[0], kind="wav")

    def _run(self, arguments: list[str], text: str, reading: Reading) -> bytes:
        """Return what a program writes to its standard output."""
        try:
            done = subprocess.run(
                arguments, input=text.encode(), capture_output=True, timeout=self._limit_s, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise EngineError(
                told(
                    "{program} did not end within {limit_s:.0f} s for '{text}'; try it by hand",
                    program=arguments[0],
                    limit_s=self._limit_s,
                    text=reading.written,
                )
            ) from error
        except OSError as error:
            raise EngineError(
                told(
                    "{program} cannot be run: {error}; correct {variable}",
                    program=arguments[0],
                    error=refusal(error),
                    variable=_VARIABLE,
                )
            ) from error
        if done.returncode:
            complaint = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
            raise EngineError(_failure(arguments[0], done.returncode, complaint[:_LONGEST_COMPLAINT]))
        return done.stdout


def _failure(program: str, code: int, complaint: str) -> str:
    if complaint:
        return told(
            "{program} ended with {code}: {complaint}; try it by hand",
            program=program,
            code=code,
            complaint=complaint,
        )
    return told("{program} ended with {code}; try it by hand", program=program, code=code)


def _commands() -> dict[str, str]:
    """Return the commands by their voices."""
    prefix = f"{_VARIABLE}_"
    named = {
        key.removeprefix(prefix).lower(): value for key, value in os.environ.items() if key.startswith(prefix)
    }
    own = {_OWN: os.environ[_VARIABLE]} if os.environ.get(_VARIABLE) else {}
    return {**own, **{voice: command for voice, command in named.items() if voice and command}}


def _variable(voice: str) -> str:
    return _VARIABLE if voice == _OWN else f"{_VARIABLE}_{voice.upper()}"


def _filled(part: str, said: Mapping[str, str]) -> str:
    for place, value in said.items():
        part = part.replace(place, value)
    return part
