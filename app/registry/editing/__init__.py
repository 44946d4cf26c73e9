"""Writing single records of the exchange tables, for forms and the API: through the same mechanism as files."""
