"""The desk of the institute's staff: every record of every table, written in the browser."""
