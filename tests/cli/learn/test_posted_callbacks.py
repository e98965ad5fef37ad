"""Callbacks that come by POST are learnt as those by GET are, from whichever log has their bodies."""

import json
from urllib.parse import urlencode

import pytest

from mock_esms.cli.learn.findings import learn
from mock_esms.cli.learn.writing.settings_text import settings_text
from mock_esms.config.settings_file import parse_settings
from tests.cli.learn.logs import ORDER, combined, in_order, learnt_of, new_id, rows_of, seeded, sends, voice_target
from tests.cli.running import run


def sent_calls():
    random = seeded(21)
    targets = [voice_target(new_id(random), random.choice(["ANSWERED", "NO ANSWER", ""])) for _ in range(12)]
    return in_order(sends(target, (500, 200), (45,), at=90 * place) for place, target in enumerate(targets))


def values_of(sent):
    query = sent.target.partition("?")[2].replace("%20", " ")
    return dict(pair.split("=") for pair in query.split("&"))


def nginx(sent, body):
    """nginx's JSON with $request_body in it."""
    stamp = sent.moment.isoformat(timespec="seconds")
    return {"time": stamp, "request": "POST /voice HTTP/1.1", "status": sent.status, "request_body": body}


def nginx_form(sent):
    return nginx(sent, urlencode(values_of(sent)))


def nginx_object(sent):
    return nginx(sent, json.dumps(values_of(sent), indent=1))


def application(sent):
    """An application's own log, which has the body as the object that it became."""
    request = {"method": "post", "url": "/voice", "body": values_of(sent)}
    return {"ts": sent.moment.timestamp(), "request": request, "status": sent.status}


JSON_LOGS = {"POST with a form": [nginx_form], "POST with JSON": [nginx_object, application]}


def write(tmp_path, entries):
    path = tmp_path / "a.log"
    path.write_text("".join(f"{json.dumps(entry)}\n" for entry in entries), encoding="utf-8")
    return path


def without_sender(rows):
    """JSON does not tell how a space is encoded."""
    return {name: row for name, row in rows.items() if name not in {"method", "User-Agent", "protocol", "space"}}


@pytest.mark.parametrize(("way", "entry"), [(way, entry) for way, all_of in JSON_LOGS.items() for entry in all_of])
def test_a_json_log_with_bodies_tells_what_an_access_log_with_queries_does(way, entry, tmp_path):
    sent = sent_calls()
    rows = rows_of(learnt_of(write(tmp_path, map(entry, sent))))
    plain = tmp_path / "plain.log"
    plain.write_text("".join(f"{combined(one)}\n" for one in sent), encoding="utf-8")
    expected = rows_of(learnt_of(plain))
    assert without_sender(rows) == without_sender(expected)
    assert (rows["method"]["observed"], rows["method"]["verdict"]) == (f"{way} (24)", "differs")
    assert (expected["method"]["observed"], expected["method"]["verdict"]) == ("GET (24)", "as assumed")


@pytest.mark.parametrize("listed", [False, True])
def test_har_has_bodies_in_post_data_as_a_text_or_field_by_field(listed, tmp_path):
    sent = sent_calls()

    def posted(one):
        if not listed:
            return {"mimeType": "application/json", "text": json.dumps(values_of(one))}
        return {"params": [{"name": name, "value": value} for name, value in values_of(one).items()]}

    entries = [
        {
            "startedDateTime": one.moment.isoformat(),
            "request": {"method": "POST", "url": "https://shop.test/voice?token=1", "postData": posted(one)},
            "response": {"status": one.status},
        }
        for one in sent
    ]
    path = tmp_path / "a.har"
    path.write_text(json.dumps({"log": {"entries": entries}}), encoding="utf-8")
    rows = rows_of(learnt_of(path))
    assert rows["method"]["observed"] == f"POST with {'a form' if listed else 'JSON'} (24)"
    assert rows["wait 1"]["observed"].startswith("45s ")
    assert rows["order and spelling of parameters"]["observed"] == f"{', '.join(ORDER)} (24)"


def settings_of(path):
    return settings_text(learn([path]))


@pytest.mark.parametrize(("entry", "body"), [(nginx_form, "form"), (nginx_object, "json")])
def test_method_and_body_become_settings(entry, body, tmp_path):
    callback = parse_settings(settings_of(write(tmp_path, map(entry, sent_calls()))), "learnt.yaml").callback
    assert (callback.method, callback.body) == ("POST", body)


def test_a_method_that_the_sandbox_cannot_use_is_told_in_a_comment(tmp_path):
    path = tmp_path / "a.log"
    path.write_text("".join(f"{combined(one)}\n".replace('"GET', '"PUT') for one in sent_calls()), encoding="utf-8")
    assert rows_of(learnt_of(path))["method"]["observed"] == "PUT with a query (24)"
    text = settings_of(path)
    assert "# 24 of 24 came by PUT with a query, for which the sandbox has no setting" in text
    assert parse_settings(text, "learnt.yaml").callback.method is None


def test_a_query_that_a_log_has_in_a_field_of_its_own_is_no_form(tmp_path):
    entries = [{"time": one.moment.isoformat(), "args": urlencode(values_of(one))} for one in sent_calls()]
    rows = rows_of(learnt_of(write(tmp_path, entries)))
    assert (rows["sends for one id"]["count"], rows["method"]["verdict"]) == (12, "not seen")


def test_what_a_body_says_beside_esms_s_parameters_is_never_shown(tmp_path):
    own = {"phone": "0912345678", "who": "s3cret"}
    entries = [nginx(one, json.dumps(values_of(one) | own)) for one in sent_calls()]
    done = run("learn", "--json", str(write(tmp_path, entries)))
    assert (done.returncode, json.loads(done.stdout)["kinds"]["voice"]["ids"]) == (0, 12)
    assert [secret for secret in ("0912345678", "s3cret", "02871002454") if secret in done.stdout + done.stderr] == []


def test_settings_that_are_comments_alone_are_accepted(tmp_path):
    entry = {"method": "PUT", "uri": voice_target("a1", more="own=1&")}
    text = settings_of(write(tmp_path, [entry]))
    assert "PUT with a query" in text
    assert parse_settings(text, "learnt.yaml").callback.method is None
