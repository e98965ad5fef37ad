"""One-time passwords that eSMS makes itself; gencode is its own word for them.

Its files::

    code_operations    the rows
    bound_template     what a code is sent with over two channels
    generated_code     how a code is made, sent and checked
"""
