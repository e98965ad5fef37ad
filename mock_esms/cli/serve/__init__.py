"""`mock-esms serve`: runs the sandbox until a signal ends it."""
