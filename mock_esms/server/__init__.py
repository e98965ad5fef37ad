"""All HTTP that comes in: the eSMS side with its fast path, the control API, the page, TLS, listeners."""
