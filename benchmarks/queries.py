"""The request that a real application sends: eight parameters, everything encoded, each phone and RequestId new."""

from urllib.parse import quote

PATH = "/MainService.svc/json/MakeCallRecord_V2"
API_KEY = "test-api-key"
SECRET_KEY = "test-secret-key"  # noqa: S105 - the published test account, no secret
PREFIXES = ("032", "035", "038", "070", "079", "081", "085", "090", "091", "093", "096", "098")
"""Mobile numbers of several carriers."""
_FIRST = 1_000_000
PLACEHOLDERS = "ReferenceId=&CallDuration=&CallStatus=&Ivr=&Price=&SentResult=&CID=&SendStatus="
EXAMPLE = (
    "ReferenceId=066107ee-6ec4-4283-b595-aa74977c65c5&CallDuration=3&CallStatus=ANSWERED&Ivr=&Price=450.0000"
    "&SentResult=1&CID=02871002454&SendStatus=5"
)
"""What a filled callback looks like, for the side that has no sandbox to fill it."""


def target(callback_to: str | None, phone: str = "{phone}", request_id: str = "{request_id}") -> str:
    """The address after the host; without ``phone`` and ``request_id`` there are places in braces for them."""
    query = (
        f"ApiKey={API_KEY}&SecretKey={SECRET_KEY}&TemplateId=welcome-01&Phone={phone}&MaxRetry=2&WaitRetry=60"
        f"&RequestId={request_id}"
    )
    if callback_to is None:
        return f"{PATH}?{query}"
    return f"{PATH}?{query}&CallbackUrl={quote(f'{callback_to}/voice?{PLACEHOLDERS}', safe='')}"


def phone(number: int) -> str:
    """The phone of the call with that number, from 0; no two are the same, and none ends like a shipped scenario."""
    return f"{PREFIXES[number % len(PREFIXES)]}{_FIRST + number // len(PREFIXES)}"


def lua(callback_to: str, first: int) -> str:
    """The same requests, from the one with the number ``first``, as a script for wrk; it prints its figures as JSON."""
    before, _, rest = target(callback_to).partition("{phone}")
    between, _, after = rest.partition("{request_id}")
    of_one = f"""
  return "GET {before}" .. phone .. "{between}" .. id .. "{after} HTTP/1.1\\r\\nHost: " .. host ..
    "\\r\\nAccept: */*\\r\\n\\r\\n"
"""
    return script(of_one, first)


def script(of_one: str, first: int) -> str:
    """A script for wrk; ``of_one`` is Lua that returns a request made of ``phone``, ``id`` and ``host``."""
    prefixes = ", ".join(f'"{prefix}"' for prefix in PREFIXES)
    return f"""
local prefixes = {{ {prefixes} }}
local number = {first}
local host
function init(args)
  host = wrk.host .. ":" .. wrk.port
end
function request()
  local phone = prefixes[number % #prefixes + 1] .. ({_FIRST} + math.floor(number / #prefixes))
  local id = "order-" .. number
  number = number + 1
{of_one}
end
function done(summary, latency, requests)
  local errors = summary.errors
  print(string.format('{{"requests": %d, "seconds": %f, "failed": %d}}', summary.requests, summary.duration / 1e6,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"""
