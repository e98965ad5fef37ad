"""docs/settings.md, made from the classes of the settings (``make pages``)."""

from collections.abc import Iterator
from typing import Final

from mock_esms.config import account
from mock_esms.config.settings import CallbackRules, Egress, Quirks
from tests.scenarios.keys import table_of

# ruff: noqa: E501 - rows of tables are lines

INTRODUCTION: Final = """\
# Settings

Accounts, the defaults of all callbacks, where callbacks may go, and quirks stand in one file:

<!-- settings: mock-esms.yaml -->
```yaml
accounts:
  - {api_key: shop, secret_key: not-a-secret, balance: 900, price_per_minute: 450}
callback: {timeout: 5s, retries: 2}
egress: {allow: ["callbacks.example.com"]}
quirks: {no_answer_sent_result: 1}
```

<!-- start -->
```console
$ mock-esms serve --config mock-esms.yaml --clock auto
mock-esms ready: http://127.0.0.1:8080
```

What is wrong in it is told with line, column and the key that you probably meant. `mock-esms scenarios schema --config`
prints a JSON Schema for editors. Options of the command line win over environment variables, and those over the file.

Without `accounts` there is one: `test-api-key` with `test-secret-key`. A sandbox that runs can be given others:

```console
$ curl -s -X PUT http://127.0.0.1:8080/_mock/accounts/second -d '{"secret_key": "not-a-secret", "balance": 0}'
{"api_key": "second", "secret_key": "***", "balance": …}
```

## Time

All waiting (ringing, talking, WaitRetry, the pause before a callback is sent again) runs on the sandbox's own clock:

| clock | what it does | good for |
| --- | --- | --- |
| `--clock real` | runs as your own clock does, times `--speed` | trying things by hand |
| `--clock auto` | jumps to the next event as soon as nothing is under way | test suites: an hour of retries takes milliseconds |
| `--clock manual` | stands still until you move it | tests that look at one step after the other |

`PUT /_mock/clock` changes it while the sandbox runs, and `POST /_mock/clock/advance` moves it
([control API](control-api.md)). With `--store FILE` a sandbox goes on where it was ended, or killed
([reliability](reliability.md)).

## Lines and limits

How many calls eSMS lets ring at a time, and how many requests it takes a second, it tells nowhere but for three questions
(`rates`). So everything rings at once here, unless the account says how much is too much for it:

<!-- settings: limits.yaml -->
```yaml
accounts:
  - {api_key: shop, secret_key: not-a-secret, lines: 30, queue: 1000, requests_per_second: 20}
```

- `lines`: so many of its calls ring or talk at a time. One that is accepted while all lines are taken is `queued`, and is
  dialled when a line is free: who has waited longest comes first. A call that nobody answers leaves its line and needs
  another one for its next dial; one with a SendDate needs a line from then on. `waited` of a dial says how long it had to
  wait, and `GET /_mock/accounts` how many lines are in use and how many calls are queued.
- `queue`: so many calls may wait. One more is refused with 160 and the warning `queue-full`; what was accepted is never
  refused later, however many wait.
- `requests_per_second`: so many requests to call or to send are taken at once, and then one for each that time brings, on
  the sandbox's clock. One more is 160 with the warning `requests-per-second-exceeded`. While a clock stands still, all
  requests come in one moment.

What eSMS would answer there is not known; 160 is what its table of codes calls "too many requests". How long a campaign
takes with so many lines, `mock-esms call --random N --wait` tells ([commands](commands.md#many-calls)).
"""
TABLES: Final = (
    ("accounts", "A list; each has these keys. A list that is left out means that any such thing exists.", account.Account),
    ("accounts: recordings", "What a recording says; a plain id stands for one that says nothing known.", account.Recording),
    ("accounts: templates", "Voice templates; a plain id stands for one whose text is unknown.", account.VoiceTemplate),
    ("accounts: brandnames", "The senders of SMS and Viber messages.", account.Brandname),
    ("accounts: sms_templates", "What a customer care SMS must fit.", account.SmsTemplate),
    ("accounts: zalo", "The official accounts (OA).", account.ZaloAccount),
    ("accounts: zalo: templates", "The templates of an OA.", account.ZnsTemplate),
    ("accounts: zalo: templates: params", "The variables of a template.", account.ZnsParameter),
    ("accounts: zalo: templates: buttons", "The buttons below a message.", account.ZnsButton),
    ("accounts: zalo: users", "People who follow the OA.", account.ZaloUser),
    ("accounts: zalo: ratings", "What people have said of its messages.", account.Rating),
    ("accounts: multichannel", "Templates for codes by Zalo and then SMS.", account.MultichannelTemplate),
    ("accounts: shortcodes", "Numbers to which people write.", account.Shortcode),
    ("accounts: prices", "In VND; of SMS and advertisements for each segment, of the others for each message.", account.Prices),
    ("accounts: rates", "Requests a second.", account.Rates),
    ("callback", "The defaults of each callback; a scenario's own `callback:` wins.", CallbackRules),
    ("egress", "Where callbacks may go, beside your own machine and private networks ([egress](egress.md)).", Egress),
    ("quirks", "What the documents of eSMS leave open, or tell in two ways ([how sure we are](fidelity.md)).", Quirks),
)  # fmt: skip


def settings_page() -> str:
    """The whole page."""
    return "".join(_pieces())


def _pieces() -> Iterator[str]:
    yield INTRODUCTION
    for heading, about, keys in TABLES:
        yield f"\n## {heading}\n\n{about}\n\n{table_of(keys)}"
