"""Pages: what people see, over the same services as the API."""
