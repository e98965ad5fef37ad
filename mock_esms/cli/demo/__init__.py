"""``mock-esms demo``: the first thing anyone sees. Real calls and a message over real sockets, shown as they happen.

Reading order: ``scripts`` (what is requested, and what must come of it), ``run_demo`` (requests it: sandbox, client,
receiver), ``receiver``; and two displays: ``live_display`` (a terminal) and ``plain_display`` (everything else).
"""

import click


@click.command("demo")
def command() -> int:
    """Watch three calls and a message: answered with a key, not answered, reported to a receiver that fails first.

    The message is a code that Zalo does not bring and an SMS does. Takes about ten seconds and ends by itself, with 0
    when everything came as expected.
    """
    from mock_esms.cli.demo.run_demo import play_all

    return play_all()
