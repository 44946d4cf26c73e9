"""Accounts as they are written: people and their offices, sessions. Each asks a permission first, and commits."""
