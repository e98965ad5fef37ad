"""``mock-esms inbound FROM TO CONTENT``: a person writes to a shortcode, and what your application answers."""

import click

from mock_esms._text import printable
from mock_esms.cli.client import address_options, control_client_of
from mock_esms.cli.output import print_output, print_remark


@click.command("inbound")
@click.argument("from_", metavar="FROM")
@click.argument("to")
@click.argument("content")
@click.option("--api-key", metavar="KEY", help="Only a shortcode of this account.")
@address_options
def command(  # noqa: PLR0913, PLR0917 - as click gives it
    from_: str, to: str, content: str, api_key: str | None, url: str | None, control_token: str | None
) -> int:
    """Write CONTENT from the phone FROM to the shortcode TO, as a person does.

    The sandbox calls the url of the account's shortcode with the documented signature and takes the XML answer: the
    reply is printed, and stands in the person's inbox. Status 1 when no reply came; then a further attempt may follow.
    """
    client = control_client_of(url, control_token)
    body: dict[str, object] = {"from": from_, "to": to, "content": content}
    if api_key is not None:
        body["api_key"] = api_key
    # The partner may take as long as the callback's timeout allows.
    inbound = client.control("/_mock/inbound", body)
    callback = inbound["callbacks"][0]
    attempt = callback["attempts"][-1] if callback["attempts"] else None
    if attempt is not None:
        came = attempt["error"] or f"status {attempt['status']} in {attempt['ms']:.0f} ms"
        print_remark(f"GET {printable(attempt['url'])}: {came}")
    if inbound["reply"] is None:
        print_remark(f"no reply: {printable(inbound['problem'] or 'the partner is never told')}")
        if attempt is not None and attempt["advice"]:
            print_remark(printable(attempt["advice"]))
        if callback["next_due"]:
            print_remark(f"the next attempt is at {callback['next_due'][11:19]}")
        return 1
    if inbound["problem"]:
        print_remark(printable(inbound["problem"]))
    print_output(printable(inbound["reply"]))
    return 0
