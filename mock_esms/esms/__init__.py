"""The provider's language, pure: the only folder that changes when eSMS changes (FACTS).

``operations`` says what can be asked, ``routing`` which request asks it; ``wire`` reads queries and writes answers,
``body`` reads JSON, ``xml`` writes XML, ``masking`` keeps secrets out of what is shown. ``voice`` understands a request
and answers it, ``refusals`` checks it, ``lint`` warns of what eSMS would swallow. ``callback`` and ``sms`` write the
address that reports it, ``status`` what is said when somebody asks, and ``dialects`` tells which of the two manners an
operation has.
"""
