"""What is applied for: a package for an OA, a template.

Its files::

    application_operations   the rows
    application              why one is refused, how it is answered, and what an account has once it is approved
"""
