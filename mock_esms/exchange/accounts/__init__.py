"""What accounts have at the moment, and what that decides about requests to come.

Its files::

    ledger          balances, RequestIds in use, and what is drawn for each phone next; bounded_dict keeps them few
    codes           one-time passwords that eSMS has made
    limits          what is more than an account may do
"""
