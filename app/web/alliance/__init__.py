"""Pages of the life of alliance standards."""
