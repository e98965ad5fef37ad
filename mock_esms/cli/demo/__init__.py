"""``mock-esms demo``: the first thing anyone sees. Real calls over real sockets, told as they happen.

Reading order: ``stories`` (what is told, and what must come of it), ``stage`` (the sandbox, the client and the receiver
that play it), ``receiver``; and the two ways to show it: ``board`` (a terminal) and ``plain`` (everything else).
"""

import click


@click.command("demo")
def command() -> int:
    """Watch three calls: answered with a key, not answered, and reported to a receiver that fails first.

    Takes about ten seconds and ends by itself, with 0 when everything came as told.
    """
    from mock_esms.cli.demo.run import play_all

    return play_all()
