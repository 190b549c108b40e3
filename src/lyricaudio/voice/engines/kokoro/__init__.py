"""The neural voice Kokoro-82M, offline, from packages that hold its weights; fed with our readings."""
