"""A program of its own, `python -m app.files.reading`, that opens files people handed in: what one does to it harms nobody else.

`page` is what readers give, `pdf` and `word` read, `word_numbering` counts as Word does, `__main__` is the program.
"""
