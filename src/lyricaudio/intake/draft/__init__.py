"""From notes to a song by a language model: what is asked, who is asked, and what becomes of the answer."""
