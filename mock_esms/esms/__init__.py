"""The provider's protocol, pure: the only room that changes when eSMS changes (FACTS, FACTS-MESSAGES).

What eSMS can be asked is a table; an operation is a row, and the rows stand with their family::

    operation     what an operation is
    operations    the table of all
    openapi       the table as OpenAPI

A request comes down in one step, ``request``: from a raw one to a typed one, or to the reason why it reaches no
operation. A result goes up in one step, ``response``: to the bytes that a client gets::

    requests      the way down: address, body, parameters, warnings
    responses     the way up: the shapes of answers, the codes, and how a host writes them
    callbacks     what is reported afterwards, and by which address

The families::

    voice         calls
    messages      SMS and Viber, many at once, codes that eSMS makes, and what a person writes to a shortcode
    zalo          ZNS, and messages to a user id
    inquiries     what is asked about all of them, and about the account
    application, application_operations    what is applied for: a template, a package
"""
