"""The life of alliance standards: issuing bodies, work items step by step, publication, reviews after it."""
