"""The songs of a whole exam: they come with the program, and are copied into projects.

A book is a folder of chapters with a `book.yaml`, found by `shelf` and read by `bookfile`. `copies` brings
its songs into a project and up to date there; `handed` remembers what was brought. `syllabus` reads an exam's
keywords, `spelling` knows how they may be written, `coverage` finds them in songs, and `chart` draws that.
"""
