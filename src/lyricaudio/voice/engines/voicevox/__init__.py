"""VOICEVOX: an engine that runs as a program of its own and answers HTTP, on this machine or on another."""
