"""The provider's protocol, pure: the only room that changes when eSMS changes (FACTS, FACTS-MESSAGES).

What eSMS can be asked is a table; an operation is a row, and the rows stand with their family. A request comes down in
one step, ``requests/request``: from a raw one to a typed one, or to the reason why it reaches no operation. A result
goes up in one step, ``responses/response``: to the bytes that a client gets. Imports go down here, too::

    openapi         the table as OpenAPI
    requests        the way down: address, body, parameters, warnings
    operations      the table of all

The families, and what is looked at before a message of any family is accepted::

    message_checks  the checks of a message, in their order
    inquiries       what is asked about calls and messages, and about the account
    applications    what is applied for: a template, a package
    gencode         one-time passwords that eSMS makes itself
    zalo            ZNS, several channels after one another, many at once, and messages to a user id
    messages        what every message is; SMS and Viber, and what a person writes to a shortcode
    voice           calls

What they are made of::

    operation       what an operation is
    callbacks       what is reported afterwards, and by which address
    responses       the way up: the shapes of answers, the codes, and how a host writes them
    formats         how single things are written: phones, dates, ids, XML
"""
