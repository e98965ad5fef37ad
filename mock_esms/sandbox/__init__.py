"""The Python API: a sandbox that runs here, and what a test says, waits for and is shown."""
