"""The studio: a page on this machine by which somebody who knows no YAML makes songs of what they have.

The song files stay the truth. The page asks for them as JSON, and the addresses here call the rooms that
know: `intake` makes a song of what was pasted, `pipeline` checks, speaks and builds, `serve` shows the
release to a phone. Whatever is edited is put into the file at its place (`song.rewrite`), and only if the
file is still the one that the page has seen.

A page of its own is one more module with `routes`, named in `app`, and one more view in `page/studio.js`.
"""
