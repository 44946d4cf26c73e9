"""The life of an alliance standard (docs/rules.md section 2): stages, what each asks for, votes, serials. Pure."""
