"""`python -m lyricaudio`: the command line, without its script."""

from lyricaudio.cli import main

if __name__ == "__main__":
    main()
