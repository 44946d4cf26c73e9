"""Writing: may they, does the rule allow it, commit. Never a request, a page or an index."""
