"""Reading the registry: records and pages of them. Never add, never commit."""
