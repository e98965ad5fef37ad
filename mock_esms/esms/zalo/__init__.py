"""Zalo: ZNS to a phone number, alone or before an SMS, many at once, and messages to a user id.

Its files::

    zalo_operations    the rows; ``zalo_sends``: what each kind of message is
    zalo_draft         what is to be sent; ``multichannel_draft`` and ``bulk``: what of it is said in Data
    zalo_checks        why it is refused; ``entry_warnings``: what is lost in Data
    zns_variables      what fills a template
    zalo_payload       a message to a user id, by payload_fields and ``zalo_transaction``
"""
