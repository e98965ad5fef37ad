"""`mock-esms call`: places one call, or many to people who are drawn at random."""
