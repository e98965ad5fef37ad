"""The sandbox's time.

``clock`` says what time it is, ``scheduler`` owns all that is due: in the ``event_queue``, and in the ``task_pool``
what it has started. ``machine_loop`` is an event loop on the machine's own time. ``free_in_steps`` gives much memory
back without holding anybody up.
"""
