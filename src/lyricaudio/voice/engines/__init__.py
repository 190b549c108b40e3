"""The engines: one file each; `lyricaudio.voice` has the list and loads them by name."""
