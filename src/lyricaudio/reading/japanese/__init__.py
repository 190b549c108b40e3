"""What the dictionaries say: the analyser, its accents as labels, and a second opinion."""
