"""What people have already, made into a song file to finish by hand: articles, lyrics, lists of terms.

Nothing is invented and nothing is lost: what has no sure place stays as a comment.
"""
