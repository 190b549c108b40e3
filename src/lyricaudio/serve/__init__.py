"""A finished release, handed to a phone in the same network: the page, its files, albums as zips, the feed.

What `release.json` names can be had and nothing else; a request only chooses among those names. Whole or in
ranges, a release is read as it lies; what is written is the listener's grades, and in the study log what a
podcast app has played.

Starlette routes and streams, uvicorn speaks HTTP. Starlette's own `FileResponse` is not used: it opens a
file by path twice, follows links, never answers 304, refuses ranges that RFC 9110 says to ignore or to
answer in part, and cannot send a zip that is no file. `respond` is one answer for files and zips alike.
"""

PORT = 8765
"""Where the release is served when no other port is asked for."""
