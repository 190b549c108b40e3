"""A clip set to music: any voice, said or sung when and how the song wants it."""
