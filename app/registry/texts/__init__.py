"""Texts of standards: their clauses, how they are built, what they cite, how two of them differ. Pure.

`lines` (pages to lines, without headers and the table of contents) → `clauses` → `structure`, `references` and `exhibits`
(findings against GB/T 1.1-2020), `citations`, `differences`.
"""
