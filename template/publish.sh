#!/bin/sh
# From songs/ to site/, a folder for any static web host. What is in output/ already is not made anew.
#
#   BASE_URL=https://example.com/songs/ sh publish.sh
set -eu
: "${BASE_URL:?say which address site/ will have, as in BASE_URL=https://example.com/songs/}"

python -m pip install --quiet --disable-pip-version-check -r requirements.txt
lyricaudio build
lyricaudio export --target podcast --base-url "$BASE_URL" --to site
