"""What a test sets up: ``clock``, ``scenarios``, ``accounts``, and forgetting all of it."""
