"""The provider's protocol, pure: the only room that changes when eSMS changes (FACTS, FACTS-MESSAGES).

A request comes down in one step, ``request``: from a raw one to a typed one, or to the reason why it reaches no
operation. A result goes up in one step, ``response``: to the bytes that a client gets. Each operation is a row::

    operation          what an operation is; ``operations``: the table of all
    voice_operations, sms_operations, zalo_operations, code_operations        that call or send
    status_operations, lookup_operations, list_operations, price_operations   that ask
    application_operations                                                    that apply for a template or a package
    openapi            the table as OpenAPI

Down::

    routing            which operations an address reaches
    body               where the parameters stand: query_string, content_type, ``rqst`` (XML, by xml_elements)
    parameters         whole numbers and dates out of strings; ``phone``: phone numbers, and
                       ``phone_advice`` what is probably wrong with one
    call_request       the parameters, understood
    request_cache      the same, read once for all requests of an application; skip it the first time, and
                       ``posted_cache``, which is it for JSON that is posted
    request_warnings   what eSMS swallows silently; in Data ``entry_warnings``, in a CallbackUrl
                       ``unencoded_callback_url`` and ``callback_placeholders``
    trace_context      whose trace a request belongs to
    masking            hides secrets in what is shown

Up::

    operation_result   what came of a request
    response_shapes    which members an answer has; ``inquiry_shapes``: that to a question
    result_codes       the codes and their texts
    wcf_json, web_api_json, xml   how a host writes them

A call::

    validation         why it is refused
    voice              its id, what is heard, what is reported, what it costs; ``sms``: one that is asked for as an SMS
    callback_url       the address that reports it; ``callback_kinds``: what any request reports, by which parameters

A message::

    message_draft      what is to be sent; ``zalo_draft``, ``multichannel_draft`` and ``bulk`` by kind
    submission         that, with all that its checks look at
    message_checks     why it is refused: the order; the checks are sms_checks, zalo_checks and item_checks
    sms_template, segments                           the text of an SMS
    zalo_sends, zns_variables, zalo_buttons          what each kind of Zalo message is, and is made of;
    zalo_payload, zalo_transaction, payload_fields   that to a user id
    gencode            codes that eSMS makes
    message_results    what is reported; ``message_callback``: the address that reports it

What else is called::

    entry_callback     the address for everything but a call; ``callback_body``: what a POST says instead
    shortcode          what a person writes to a shortcode
    application        what is applied for, and what follows when it is approved

Questions::

    inquiry            a question, with all that its answer looks at; ``inquiry_checks``: why it is refused
    status             about one call or message
    sent_data, zalo_answers, oa_answers, account_lists   about everything else
    samples            the documentation's own answers
"""
