"""A text on its way to being said: kana, letters, signs and numbers, by rules that need no dictionary."""
