"""The names of parameters: one spelling for all operations, since a query is read before it is known whose it is."""

from mock_esms.esms.operations import EVERY_OPERATION, SPELLING


def test_no_two_operations_spell_a_parameter_differently():
    for operation in EVERY_OPERATION:
        for parameter in operation.parameters:
            assert SPELLING[parameter.name.lower()] == parameter.name, operation.name


def test_a_parameter_is_secret_in_every_operation_or_in_none():
    kinds: dict[str, set[bool]] = {}
    for operation in EVERY_OPERATION:
        for parameter in operation.parameters:
            kinds.setdefault(parameter.name, set()).add(parameter.kind == "secret")
    assert {name for name, secret in kinds.items() if len(secret) > 1} == set()
    assert {name for name, secret in kinds.items() if True in secret} == {"SecretKey", "PassCode"}
