"""What comes in and goes out, field by field; pages read their addresses with the same schemas."""
