"""What stands in and beside an MP3: tags, lyrics, chapters, playlists, the feed."""
