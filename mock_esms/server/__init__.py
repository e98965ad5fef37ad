"""All HTTP that comes in.

::

    app                where all components are wired together
    listeners          where it listens: ``sockets``, and ``tls/`` for HTTPS
    esms_api           the eSMS side; ``response_faults``: answers that are late, spoilt or never come
    aiohttp_requests   what of it comes by way of aiohttp
    control/           the control API; ``control_mount``: under ``/_mock/``, from its first request on
    page/              the page, at ``/_mock/``
    bodies             bodies of requests; ``cors``: answers that pages of other origins may read
    fast_path/         simple requests, served past aiohttp's server; skip it the first time

IIS takes request lines that aiohttp's parser refuses: ``relayed_connection`` and ``request_lines`` put them right, and
``bad_requests`` logs what nobody takes.
"""
