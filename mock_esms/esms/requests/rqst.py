"""The XML body of the text operations, RQST (FACTS-MESSAGES 3).

::

    <RQST><APIKEY>…</APIKEY><CONTENT>…</CONTENT><CONTACTS><CUSTOMER><PHONE>…</PHONE></CUSTOMER>…</CONTACTS></RQST>
"""

from typing import Final

from mock_esms.esms.formats.xml_elements import xml_elements

_DEEPEST: Final = 8
"""The documented body is four elements deep."""


def parse_rqst(body: bytes) -> tuple[tuple[str, str], ...]:
    """The innermost elements with their text, in the order of the body; repeated ones stand repeatedly.

    Raises ``ValueError`` for what is no XML, has a document type, is deeper than needed, or has another root.
    """
    elements = xml_elements(body, "the body", root="RQST", any_case=True, deepest=_DEEPEST)
    return tuple((element.name, element.text.strip()) for element in elements if element.is_innermost)
