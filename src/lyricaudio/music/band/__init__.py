"""What plays below the words: the arrangement, its instruments, or a person's own loop or SoundFont."""
