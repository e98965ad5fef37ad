"""The provider's language, pure: the only folder that changes when eSMS changes (FACTS).

``wire`` reads queries and writes answers, ``operations`` says what can be asked, ``voice`` understands a request,
checks it and answers it, ``callback`` writes the address that reports it, ``lint`` warns of what eSMS would swallow.
"""
