from mock_esms.config.documents.suggest import did_you_mean


def test_a_misspelt_name_gets_the_nearest_right_one():
    assert did_you_mean("anwsered", ["answered", "no_answer"]) == "did you mean `answered`?"


def test_case_and_underscores_are_no_difference():
    assert did_you_mean("NoAnswer", ["answered", "no_answer"]) == "did you mean `no_answer`?"


def test_a_name_near_to_nothing_gets_the_list():
    assert did_you_mean("zzz", ["answered", "busy"]) == "possible are answered, busy"


def test_a_long_list_is_cut():
    assert did_you_mean("zzz", [f"name{n}" for n in range(50)]).endswith("name11, …")


def test_nothing_is_said_where_nothing_is_possible():
    assert did_you_mean("zzz", []) == ""
