"""What is heard, in which order: lyric, explanation, question, answer."""
