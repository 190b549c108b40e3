"""The forms: one file each; `lyricaudio.lesson.form` has the list."""
