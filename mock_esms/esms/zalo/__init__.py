"""Zalo: ZNS to a phone number, and messages to a user id.

Its files::

    zalo_operations    the rows
    zalo_sends         what each kind of message is; ``zalo_draft``: what is to be sent
    zalo_checks        why it is refused
    zns_variables      what fills a template
    zalo_payload       a message to a user id, by payload_fields, zalo_buttons and ``zalo_transaction``
"""
