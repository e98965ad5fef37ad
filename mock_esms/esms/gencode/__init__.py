"""One-time passwords that eSMS makes itself; gencode is its own word for them.

Its files::

    code_operations    the rows
    generated_code     how a code is made, sent and checked
"""
