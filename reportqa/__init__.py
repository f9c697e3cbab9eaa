"""Answers to questions about reports, with the numbers that prove them."""
