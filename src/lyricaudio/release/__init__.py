"""The files for the phone: MP3, tags, lyrics, chapters, playlists."""
