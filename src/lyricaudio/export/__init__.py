"""A finished release, carried to another place: a folder, a stick, a phone."""
