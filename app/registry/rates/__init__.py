"""The figures of docs/rules.md section 4 as plain rules over small values: the definition people read, and what SQL must equal.

Nothing here is rounded: a figure is a count of a count, and 0 of 0 is no data.
"""
