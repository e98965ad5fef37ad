"""The way up: from what came of a request to the bytes that a client gets.

Its files::

    response           all of it, in one step
    operation_result   what came of a request
    response_shapes    which members an answer has; ``inquiry_shapes``: that to a question, with documented samples
    result_codes       the codes and their texts
    wcf_json, web_api_json, xml   how a host writes them
"""
