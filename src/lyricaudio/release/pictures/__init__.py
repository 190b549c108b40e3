"""What is drawn: covers, icons, lyric videos, and how a line stands on the beat."""
