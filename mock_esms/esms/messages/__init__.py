"""What every message is; SMS and Viber; what a person writes to a shortcode.

Its files::

    sms_operations     the rows of SMS and Viber
    message_parameters the parameters that operations of several families have
    message_draft      what is to be sent; ``submission``: that, with all that its checks look at
    sms_checks         why an SMS or a Viber message is refused
    sms_template, segments   the text of an SMS: what is registered, and how many parts it has
    shortcode          what a person writes to a shortcode
"""
