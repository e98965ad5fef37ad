"""The provider's protocol, pure: the only room that changes when eSMS changes (FACTS).

Down: ``request`` reads a raw request in one step into a typed one or a typed refusal. It finds the operation with
``routing`` in the table of ``operations``, reads parameters with ``query_string`` and ``body``, and understands them in
``call_request``; ``request_warnings`` tells what eSMS would swallow. ``validation`` checks it.

Up: ``response`` writes a result in one step, in JSON (``wcf_json``) or XML, in the shape (``response_shapes``) of its
operation.

Afterwards: ``voice`` says what is reported of a call, ``callback_url`` and ``sms`` write the address that reports it,
``status`` answers the status operations, and ``operations.dialect_of`` chooses between the two dialects. ``masking``
hides secrets in what is shown. ``request_cache`` is there for speed; skip it the first time.
"""
