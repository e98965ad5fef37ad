"""``mock-esms call``: places a call against a running sandbox, as a client would, and follows it when asked to."""

from typing import Final, TypedDict, Unpack

import click

from mock_esms.cli.call.follow_one import follow, follow_without_answer, warn_of_manual_clock
from mock_esms.cli.call.request import ACCEPTED, CallAnswer, CallRequestTemplate
from mock_esms.cli.client import SANDBOX, ControlClient, UnreachableError, address_options, control_client_of
from mock_esms.cli.completion import complete_phone, complete_scenario
from mock_esms.cli.environment import twin, twin_value
from mock_esms.cli.options import ACCOUNT, NAME_VALUE, TEXT, Keys, read_keys
from mock_esms.cli.output import print_line, print_remark
from mock_esms.errors import UsageError

MOST: Final = 1_000_000
"""So many calls one command may place."""


class CallOptions(TypedDict):
    """The options as click hands them over."""

    phone: str | None
    url: str | None
    control_token: str | None
    params: tuple[tuple[str, str], ...]
    scenario: str | None
    wait: bool
    api_key: str | None
    secret_key: str | None
    template_id: str
    random: int | None
    rate: float | None
    seed: str | None
    concurrency: int | None


@click.command("call")
@click.argument("phone", required=False, shell_complete=complete_phone)
@address_options
@click.option("--param", "params", type=NAME_VALUE, multiple=True, help="A further parameter, not encoded; repeatable.")
@click.option(
    "--scenario",
    type=TEXT,
    metavar="NAME",
    shell_complete=complete_scenario,
    help="What happens; armed over the control API beforehand.",
)
@click.option("--wait", "wait", is_flag=True, help="Follow the call until nothing more will happen to it.")
@click.option("--api-key", help="ApiKey.  [default: the test account's, or that of MOCK_ESMS_ACCOUNT]")
@click.option("--secret-key", help="SecretKey.  [default: as --api-key]")
@click.option("--template-id", default="demo", show_default=True, help="TemplateId, the recording.")
@click.option("--random", type=click.IntRange(1, MOST), metavar="N", help="Call N drawn mobile numbers, no PHONE.")
@click.option("--rate", type=click.FloatRange(0), help="With --random: calls a second at most.  [default: 0, no limit]")
@click.option("--seed", type=TEXT, help="With --random: what numbers and names are drawn from.  [default: 0]")
@click.option(
    "--concurrency", type=click.IntRange(1, 1_000), help="With --random: calls placed at a time.  [default: 16]"
)
def command(**options: Unpack[CallOptions]) -> int:
    """Call PHONE. Exit with 0 when the call was accepted, with --wait when its callback was delivered as well.

    For example: mock-esms call 0901888484 --param MaxRetry=2 --param CallbackUrl=http://127.0.0.1:9000/voice --wait

    With --random, call N Vietnamese mobile numbers, drawn, and print the sum; exit with 0 when that holds for all of
    them. In parameters {n}, {phone} and {name} stand for the call's place, number and a drawn name:

    mock-esms call --random 200 --rate 50 --scenario random --param RequestId=order-{n} --wait

    --wait and --scenario take the control API, and its token where there is one.
    """
    phone, random = options["phone"], options["random"]
    if phone is None and random is None:
        message = "name one PHONE to call, or --random N for drawn numbers"
        raise UsageError(message)
    if phone is not None and random is not None:
        message = "PHONE and --random exclude each other; leave one out"
        raise UsageError(message)
    for name in ("rate", "seed", "concurrency"):
        if random is None and options[name] is not None:
            message = f"--{name} says how --random N places its calls; it means nothing for one PHONE"
            raise UsageError(message)
    keys = _account()
    form = CallRequestTemplate(
        options["api_key"] or keys.api_key,
        options["secret_key"] or keys.secret_key,
        options["template_id"],
        options["params"],
    )
    remote = control_client_of(options["url"], options["control_token"])
    return _call_one(remote, form, phone, options) if phone is not None else _call_many(remote, form, options)


def _call_one(remote: ControlClient, form: CallRequestTemplate, phone: str, options: CallOptions) -> int:
    from mock_esms.cli.call.arm import arm, print_what_is_left

    # Listening begins before the call is placed, so that nothing of it is missed.
    events = remote.events() if options["wait"] else None
    armed = arm(remote, options["scenario"], phone=phone) if options["scenario"] is not None else None
    target = form.target(phone)
    try:
        reply = remote.get(target)
    except UnreachableError as error:
        if events is None:
            raise
        print_remark(f"no answer came: {error}")
        follow_without_answer(events, target)
        return 1
    answer = CallAnswer.read(reply.body)
    if answer.code is None:
        if reply.server != SANDBOX:
            raise remote.no_sandbox(reply.error)
        print_remark(f"the answer has no CodeResult: {reply.error}")
        return 1
    print_line(reply.body.strip())
    if answer.code != ACCEPTED:
        if armed is not None:
            print_what_is_left(remote, armed)
        return 1
    if events is None or answer.sms_id is None:
        return 0
    warn_of_manual_clock(remote)
    return follow(events, answer.sms_id)


def _call_many(remote: ControlClient, form: CallRequestTemplate, options: CallOptions) -> int:
    from mock_esms.cli.call.arm import arm, print_what_is_left
    from mock_esms.cli.call.bulk import BulkCalls, place_bulk_calls

    remote.get("/_mock/health")  # where nothing listens, that is said once and not for each call
    bulk = BulkCalls(
        size=options["random"] or 1,
        seed=options["seed"] or "0",
        rate=options["rate"] or 0.0,
        concurrency=options["concurrency"] or 16,
    )
    armed = arm(remote, options["scenario"], times=bulk.size) if options["scenario"] is not None else None
    if options["wait"]:
        warn_of_manual_clock(remote)
    all_well = place_bulk_calls(remote, form, bulk, wait=options["wait"])
    if armed is not None and not all_well:
        print_what_is_left(remote, armed)
    return 0 if all_well else 1


def _account() -> Keys:
    """The account of the environment, the first one if there are more, else the built-in one."""
    from mock_esms.config.account import DEFAULT_API_KEY, DEFAULT_SECRET_KEY

    given = ACCOUNT.split_envvar_value(twin_value("--account"))
    if not given:
        return Keys(DEFAULT_API_KEY, DEFAULT_SECRET_KEY)
    try:
        return read_keys(given[0])
    except ValueError as error:
        message = f"{twin('--account')}: {error}"
        raise UsageError(message) from None
