"""What files are called and when they were changed, as far as cars and phones can bear it."""
