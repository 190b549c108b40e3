"""The forms: one file each; `lyricaudio.lesson` has the list."""
