import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.config.account import (
    DEFAULT_ACCOUNT,
    Account,
    Brandname,
    MultichannelTemplate,
    Prices,
    Rates,
    Rating,
    Shortcode,
    SmsTemplate,
    ZaloAccount,
    ZaloUser,
    ZnsButton,
    ZnsParameter,
    ZnsTemplate,
)
from mock_esms.config.documents import build, check, read_tree
from mock_esms.config.settings import CallbackRules, Egress, FileSettings, Quirks
from mock_esms.config.settings_file import parse_account, parse_settings, read_settings
from mock_esms.errors import DocumentError
from mock_esms.model.times import Span


def refused(text: str) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        parse_settings(text, "x.yaml")
    return str(caught.value).splitlines()


def test_a_settings_file_says_everything_that_can_be_set(tmp_path):
    path = tmp_path / "mock-esms.yaml"
    path.write_text(
        """
accounts:
  - api_key: shop
    secret_key: s3cret
    balance: 1500.5
    price_per_minute: null
    caller_id: 02873001234
    recordings: ["17", "18"]
    templates: []
    blocked_phones: ["0901234567"]
    allowed_ips: [127.0.0.1, 10.0.0.0/8, "::1"]
    active: false
    brandnames: [{name: Baotrixemay, types: [1, 2, 23], networks: [Viettel, Reddi]}, {name: Shop}]
    sms_templates: [{id: 458, brandname: Baotrixemay, text: "{P1,8} la ma", networks: [Itel]}]
    zalo:
      - oa_id: "745830328927467685"
        name: Shop
        templates:
          - id: "205644"
            name: Code
            text: "Your code: {{otp}}"
            tag: OTP
            params: [{name: otp, type: type_number, max_length: 10, required: false}]
            buttons: [{title: Follow, content: "https://oa.zalo.me/1", type: 3}]
        daily_quota: 500
        quality: LOW
        mode_3: true
        users: [{id: "78", follower: false, tags: [vip], last_contact: 05/01/2026}]
        ratings: [{template: "205644", rate: 4, feedbacks: [Fast], note: ok, submitted: "2026-01-05 09:00:00",
                   tracking_id: o-1}]
    multichannel: [{id: "12", oa_id: "745830328927467685", template: "205644", brandname: Shop,
                    sms_text: "{OTP} la ma"}]
    shortcodes: [{number: "8041", keyword: DK, url: "http://127.0.0.1:9/mo", cpid: abc, private_key: k}]
    prices: {sms: 1, advert: 2, zalo: null, viber: 4, consult: 5, journey: 6, uid: 7}
    blocked_words: [casino]
    rates: {callback_data: 20, zns_status: 30, zalo_status: 0.5}
    lines: 30
    queue: 0
    requests_per_second: 0.5
callback: {delay: 2s, timeout: 5s..9s, retries: 3, wait: [1s, 2m], success: 2xx, follow_redirects: true}
egress: {allow: ["*.test", 203.0.113.0/24], rewrite: {localhost: host.docker.internal}}
quirks: {sms_id: documented, no_answer_sent_result: 1}
""",
        encoding="utf-8",
    )
    assert read_settings(path) == FileSettings(
        accounts=(
            Account(
                api_key="shop",
                secret_key="s3cret",
                balance=Decimal("1500.5"),
                price_per_minute=None,
                caller_id="02873001234",
                recordings=("17", "18"),
                templates=(),
                blocked_phones=("0901234567",),
                allowed_ips=("127.0.0.1", "10.0.0.0/8", "::1"),
                active=False,
                brandnames=(
                    Brandname(name="Baotrixemay", types=(1, 2, 23), networks=("Viettel", "Reddi")),
                    Brandname(name="Shop"),
                ),
                sms_templates=(SmsTemplate(id=458, brandname="Baotrixemay", text="{P1,8} la ma", networks=("Itel",)),),
                zalo=(
                    ZaloAccount(
                        oa_id="745830328927467685",
                        name="Shop",
                        templates=(
                            ZnsTemplate(
                                id="205644",
                                name="Code",
                                text="Your code: {{otp}}",
                                tag="OTP",
                                params=(ZnsParameter(name="otp", type="type_number", max_length=10, required=False),),
                                buttons=(ZnsButton(title="Follow", content="https://oa.zalo.me/1", type=3),),
                            ),
                        ),
                        daily_quota=500,
                        quality="LOW",
                        mode_3=True,
                        users=(ZaloUser(id="78", follower=False, tags=("vip",), last_contact="05/01/2026"),),
                        ratings=(
                            Rating(
                                template="205644",
                                rate=4,
                                feedbacks=("Fast",),
                                note="ok",
                                submitted="2026-01-05 09:00:00",
                                tracking_id="o-1",
                            ),
                        ),
                    ),
                ),
                multichannel=(
                    MultichannelTemplate(
                        id="12",
                        oa_id="745830328927467685",
                        template="205644",
                        brandname="Shop",
                        sms_text="{OTP} la ma",
                    ),
                ),
                shortcodes=(
                    Shortcode(number="8041", keyword="DK", url="http://127.0.0.1:9/mo", cpid="abc", private_key="k"),
                ),
                prices=Prices(
                    sms=Decimal(1),
                    advert=Decimal(2),
                    zalo=None,
                    viber=Decimal(4),
                    consult=Decimal(5),
                    journey=Decimal(6),
                    uid=Decimal(7),
                ),
                blocked_words=("casino",),
                rates=Rates(callback_data=20.0, zns_status=30.0, zalo_status=0.5),
                lines=30,
                queue=0,
                requests_per_second=0.5,
            ),
        ),
        callback=CallbackRules(
            delay=Span(2000, 2000),
            timeout=Span(5000, 9000),
            retries=3,
            wait=(Span(1000, 1000), Span(120_000, 120_000)),
            success="2xx",
            follow_redirects=True,
        ),
        egress=Egress(allow=("*.test", "203.0.113.0/24"), rewrite={"localhost": "host.docker.internal"}),
        quirks=Quirks(sms_id="documented", no_answer_sent_result=1),
    )


def test_what_is_left_out_keeps_its_default():
    assert parse_settings("quirks: {user_agent: x}", "x.yaml").accounts == (DEFAULT_ACCOUNT,)


@pytest.mark.parametrize("money", ["1000", "1000.0", "'1000'", "1000.0000"])
def test_money_is_exact_in_every_way_of_writing_it(money):
    settings = parse_settings(f"accounts: [{{api_key: a, secret_key: b, balance: {money}}}]", "x.yaml")
    assert settings.accounts[0].balance == Decimal(1000)


def test_two_accounts_of_one_key_are_an_error_at_the_second():
    text = "accounts:\n- {api_key: a, secret_key: b}\n- {api_key: c, secret_key: d}\n- {api_key: a, secret_key: e}\n"
    assert refused(text) == [
        "x.yaml:4:4: accounts[2].api_key: accounts[0] has this key already; each account has a key of its own"
    ]


def test_an_empty_list_of_accounts_is_an_error():
    assert refused("accounts: []")[0].startswith("x.yaml:1:1: accounts: no account is listed")


def test_every_mistake_is_told_with_its_place():
    text = """accounts:
- api_key: a
  secret_key: 77
  balance: -5
  allowed_ips: [10.0.0.1/8, home]
  activ: true
callback: {timeout: 0s, success: 204}
quirk: {}
"""
    assert [problem.split(": ")[:2] for problem in refused(text)] == [
        ["x.yaml:3:3", "accounts[0].secret_key"],
        ["x.yaml:4:3", "accounts[0].balance"],
        ["x.yaml:5:17", "accounts[0].allowed_ips[0]"],
        ["x.yaml:5:29", "accounts[0].allowed_ips[1]"],
        ["x.yaml:6:3", "accounts[0].activ"],
        ["x.yaml:7:25", "callback.success"],
        ["x.yaml:8:1", "quirk"],
    ]


def test_a_queue_without_lines_is_an_error_in_a_file_and_over_the_api():
    why = "calls only wait where `lines` says how many ring or talk at a time; give lines too, or leave queue out"
    text = "accounts:\n- {api_key: a, secret_key: s, lines: 1, queue: 5}\n- {api_key: b, secret_key: s, queue: 5}\n"
    assert refused(text) == [f"x.yaml:3:31: accounts[1].queue: {why}"]
    with pytest.raises(DocumentError, match=r"queue: calls only wait where"):
        parse_account("{queue: 5}", "a", "s")


def test_the_settings_may_name_a_policy_of_redelivery():
    settings = parse_settings("callback: {policy: svix, retries: 1}", "x.yaml")
    assert settings.callback == CallbackRules(policy="svix", retries=1)
    assert refused("callback: {policy: swix}") == [
        "x.yaml:1:12: callback.policy: `swix` is no policy of redelivery; did you mean `svix`?"
    ]


@pytest.mark.parametrize("fault", ["copies: 2", "drop: true", "lost_acks: 1", "progress: [2]", "set: {Ivr: 1}"])
def test_what_goes_wrong_with_a_callback_is_a_scenarios_matter(fault):
    assert "there is no such key here" in refused(f"callback: {{{fault}}}")[0]


def test_a_timeout_of_nothing_is_refused_because_no_receiver_could_answer():
    assert refused("callback: {timeout: 0s..5s}")[0].startswith("x.yaml:1:12: callback.timeout: no receiver can answer")


def test_a_secret_never_stands_in_an_error():
    assert not any("4711" in line for line in refused("accounts:\n- {api_key: a, secret_key: 4711}\n- 'a:4711'\n"))


accounts = st.fixed_dictionaries(
    {"api_key": st.text("ab", min_size=1), "secret_key": st.just("s")},
    optional={
        "balance": st.integers(0, 10**9) | st.decimals(0, 10**6, places=2).map(float) | st.just("5.25"),
        "price_per_minute": st.none() | st.integers(0, 1000),
        "recordings": st.none() | st.lists(st.text("12"), max_size=2),
        "allowed_ips": st.none() | st.lists(st.sampled_from(["::1", "10.0.0.0/8"]), max_size=2),
        "active": st.booleans(),
    },
)
documents = st.fixed_dictionaries(
    {},
    optional={
        "accounts": st.lists(accounts, max_size=3),
        "callback": st.fixed_dictionaries(
            {},
            optional={
                "delay": st.none() | st.sampled_from(["1s", 2, 0.5, "1s..2s"]),
                "retries": st.none() | st.integers(0, 9),
                "wait": st.lists(st.sampled_from(["1s", 2]), max_size=3),
                "success": st.sampled_from([200, "200", "2xx", "any"]),
                "follow_redirects": st.booleans(),
            },
        ),
        "egress": st.fixed_dictionaries({}, optional={"rewrite": st.dictionaries(st.text("ab"), st.text("ab"))}),
        "quirks": st.fixed_dictionaries(
            {}, optional={"no_answer_sent_result": st.sampled_from([0, 1]), "placeholders": st.just("append")}
        ),
    },
)


@given(documents)
def test_a_text_and_the_plain_data_in_it_give_the_same_settings(data):
    assert check(FileSettings, read_tree(json.dumps(data), "x")) == build(FileSettings, data)


def test_a_broken_file_is_told_as_such():
    assert refused("accounts:\n\t- x")[0].startswith("x.yaml:2:1: a tab stands here")


@pytest.mark.parametrize(
    "quirk",
    [
        'user_agent: "a\\nb"',
        'user_agent: ""',
        "signature: abc",
        'signature: "X: a\\rb"',
        'signature: "X Y: z"',
        "signature: 7",
    ],
)
def test_what_cannot_be_an_http_header_is_refused(quirk):
    (problem,) = refused(f"quirks: {{{quirk}}}")
    assert f"quirks.{quirk.partition(':')[0]}" in problem


def test_a_signature_is_a_header_or_nothing():
    assert parse_settings('quirks: {signature: "X-Signature: abc"}', "x.yaml").quirks.signature == "X-Signature: abc"
    assert parse_settings('quirks: {signature: ""}', "x.yaml").quirks.signature == ""
