import pytest

pytest_plugins = ["pytester"]


def test_waiting_in_vain_shows_the_nearest_call_and_its_whole_timeline(suite):
    result = suite.run("""
def test_order(esms, shop):
    shop.fails = 1
    esms.on(phone="*").busy()
    shop.confirm_by_phone(esms.url)
    esms.wait()
    esms.wait(phone="0901888485", timeout=0.01)
""")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([
        '>*esms.wait(phone="0901888485", timeout=0.01)',
        "E *UnmetError: 0 of 1 call with phone=0901888485 had settled after 0.01 real seconds",
        "E *the sandbox has accepted these calls:",
        "E *call 1 to 0901888484 (MakeCallRecord_V2, *",
        "E *does not fit: phone is '0901888484', not '0901888485'",
        "E ** accepted, scenario on-1 (armed for phone=*)",
        "E ** dial 1: busy after 1s",
        "E *ended: NO ANSWER, dialled 1x, MaxRetry=0",
        "E *callback SendStatus=5: delivered, 2 attempts",
        "E * attempt 1: status 503 'OK' in * ms, not acknowledged",
        "E * attempt 2: status 200 'OK' in * ms, acknowledged",
    ])  # fmt: skip


def test_a_shop_that_never_called_is_asked_for_its_base_url(suite):
    result = suite.run("""
def test_order(esms):
    esms.wait(timeout=0)
""")
    result.stdout.fnmatch_lines(["E *hint: no request has reached the sandbox; does your application use http://127*"])


def test_a_failed_assertion_of_ones_own_is_followed_by_the_timelines(suite):
    result = suite.run("""
def test_order(esms, shop):
    shop.confirm_by_phone(esms.url)
    assert esms.wait().result.ivr == "1"

def test_passing(esms, shop):
    shop.confirm_by_phone(esms.url, phone="0901888499")
    esms.wait()
""")
    result.assert_outcomes(failed=1, passed=1)
    result.stdout.fnmatch_lines(
        ["*Captured mock-esms teardown*", "call 1 to 0901888484*", "  ended: ANSWERED, 3 s, no key*"]
    )
    result.stdout.no_fnmatch_line("*0901888499*")


STRICT = """
import urllib.request
import pytest

def exhausted(esms, shop):
    shop.fails = 9
    shop.confirm_by_phone(esms.url)
    esms.wait()

def blocked(esms, shop):
    shop.confirm_by_phone(esms.url, CallbackUrl="http://8.8.8.8/")
    esms.wait()

def pending(esms, shop):
    esms.set_clock(mode="manual")
    shop.confirm_by_phone(esms.url)

def never_used(esms, shop):
    esms.on(phone="09*").busy()

def warning(esms, shop):
    shop.confirm_by_phone(esms.url, Phnoe="1")
    esms.wait()

def unknown_address(esms, shop):
    with pytest.raises(OSError) as raised:
        urllib.request.urlopen(esms.url + "/MakeCal")
    raised.value.close()

DEEDS = pytest.mark.parametrize("deed", [exhausted, blocked, pending, never_used, warning, unknown_address])

MARK
@DEEDS
def test_strict(esms, shop, deed):
    deed(esms, shop)

@pytest.mark.esms(strict=False)
@DEEDS
def test_not_strict(esms, shop, deed):
    deed(esms, shop)

@pytest.mark.esms(strict=True)
def test_all_well(esms, shop):
    esms.on(phone="09*").busy()
    shop.confirm_by_phone(esms.url)
    esms.wait()
"""
COMPLAINTS = {
    "exhausted": "a callback is exhausted:",
    "blocked": "a callback is blocked:",
    "pending": "a callback is pending:",
    "never_used": "armed and never used: on-1 for phone=09[*]",
    "warning": "a request with a warning, unknown-parameter:*",
    "unknown_address": "a request to an unknown address:",
}


@pytest.mark.parametrize(
    ("mark", "ini"), [("@pytest.mark.esms(strict=True)", ""), ("", "esms_strict = true")], ids=["marker", "ini"]
)
def test_a_strict_test_fails_for_what_went_wrong_unnoticed(suite, mark, ini):
    result = suite.run(STRICT.replace("MARK", mark), ini=ini)
    result.assert_outcomes(passed=13, errors=6)
    for deed, complaint in COMPLAINTS.items():
        result.stdout.fnmatch_lines([f"*ERROR at teardown of test_strict?{deed}?*", "esms is strict:", complaint])


def test_waiting_in_the_loop_that_serves_the_receiver_is_explained_instead_of_hanging(suite):
    result = suite.run(
        """
import asyncio

async def test_order(esms, shop):
    async def never(reader, writer):
        writer.close()
    async with await asyncio.start_server(never, "127.0.0.1", 0) as receiver:
        port = receiver.sockets[0].getsockname()[1]
        shop.confirm_by_phone(esms.url, CallbackUrl=f"http://127.0.0.1:{port}/")
        esms.wait()
""",
        plugins=("pytest_asyncio.plugin",),
        ini="asyncio_mode = auto\nasyncio_default_fixture_loop_scope = function",
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E*blocks the event loop that runs in this thread*await async*"])


def test_blocking_a_loop_that_serves_nothing_is_well(suite):
    result = suite.run(
        """
async def test_order(esms, shop):
    shop.confirm_by_phone(esms.url)
    assert esms.wait().settled
""",
        plugins=("pytest_asyncio.plugin",),
        ini="asyncio_mode = auto\nasyncio_default_fixture_loop_scope = function",
    )
    result.assert_outcomes(passed=1)


def test_a_marker_that_means_nothing_is_refused(suite):
    result = suite.run("""
import pytest

def marked(*words, **keys):
    return pytest.param(marks=pytest.mark.esms(*words, **keys))

@pytest.mark.parametrize([], [marked(clock="fast"), marked(strict=1), marked(speed=2), marked("manual")])
def test_order(esms):
    pass
""")
    result.assert_outcomes(errors=4)
    result.stdout.fnmatch_lines(["*@pytest.mark.esms takes clock (auto, manual, real) and strict (True, False)*"] * 4)
