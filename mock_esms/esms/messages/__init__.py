"""SMS, Viber and several channels after one another; many at once; codes that eSMS makes.

Its files::

    sms_operations, code_operations          the rows
    message_draft      what is to be sent; ``multichannel_draft``, ``gencode`` and ``bulk``: that of other kinds
    submission         that, with all that its checks look at
    message_checks     why it is refused: the order; the checks are sms_checks and item_checks
    sms_template, segments                   the text of an SMS: what is registered, and how many parts it has
    message_results    what is reported
    shortcode          what a person writes to a shortcode
"""
