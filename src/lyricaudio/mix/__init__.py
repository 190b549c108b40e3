"""Stems, ducking and loudness."""
