"""Search: a second reading of the registry, which can be deleted at any time and rebuilt.

How a question travels: `query.Asked` (text, filters, day, page) → `grammar` (operators, fields, numbers) → `intent` (what
a question means, where the literal text finds no title) → `embedded_reading` (terms and their worth, synonyms, numbers)
→ `embedded_plan` (sums and intersections of arrays) → `embedded_filters` (filters, facets, order) → `engine.Found`.

How a standard gets in: `sync` (the registry's row, the only file that knows it) → `documents.IndexDocument` → `analysis`
and `numbering` (terms) → `embedded_segment` (postings and columns, one file) → `embedded_folder` (Whoosh's table of
contents, generations and lock) → `embedded_snapshot` (all segments under one numbering, what searches read).

`engine` is the promise, `embedded` the one that keeps it on one machine, `serving` what pages and API ask: it rebuilds an
index that is missing or damaged. `highlighting`, `pinyin`, `embedded_spelling`, `embedded_suggest` and `thesaurus` do what
they are called.
"""
