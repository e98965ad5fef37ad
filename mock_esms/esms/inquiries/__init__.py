"""Questions: about one call or message, about everything that was sent, and about the account.

Its files::

    status_operations, lookup_operations, list_operations, price_operations   the rows
    inquiry            a question, with all that its answer looks at; ``inquiry_checks``: why it is refused
    status             about one call or message
    sent_data, zalo_answers, oa_answers, account_lists   about everything else
"""
