"""Evaluating enterprises by an award scheme: criteria, batches, decisions."""
