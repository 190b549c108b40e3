"""The instruments by name, with their nearest relatives in General MIDI.

General MIDI counts programs from 0 here, as the messages do; drums are keys on channel 10.
"""

from __future__ import annotations

DRUM_KEYS = {"kick": 36, "rim": 37, "snare": 38, "clap": 39, "hat": 42, "open_hat": 46, "crash": 49}
"""Drums, and the key of each in a General MIDI kit."""

PROGRAMS = {
    "sub_bass": 39,  # Synth Bass 2
    "saw_bass": 38,  # Synth Bass 1
    "pluck": 45,  # Pizzicato Strings
    "supersaw": 81,  # Lead 2 (sawtooth)
    "electric_piano": 5,  # Electric Piano 2
    "pad": 89,  # Pad 2 (warm)
    "bell": 14,  # Tubular Bells
    "lead": 80,  # Lead 1 (square)
}
"""Pitched instruments, and the program of each."""
