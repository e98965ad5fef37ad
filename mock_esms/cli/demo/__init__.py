"""``mock-esms demo``: the first thing anyone sees. Real calls over real sockets, shown as they happen.

Reading order: ``scripts`` (the calls, and what must come of them), ``run`` (places them: sandbox, client, receiver),
``receiver``; and two displays: ``live_display`` (a terminal) and ``plain_display`` (everything else).
"""

import click


@click.command("demo")
def command() -> int:
    """Watch three calls: answered with a key, not answered, and reported to a receiver that fails first.

    Takes about ten seconds and ends by itself, with 0 when everything came as expected.
    """
    from mock_esms.cli.demo.run import play_all

    return play_all()
