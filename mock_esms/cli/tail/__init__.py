"""`mock-esms tail`: follows the events of a running sandbox."""
