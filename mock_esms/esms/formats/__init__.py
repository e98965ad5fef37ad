"""How single things are written: what eSMS takes for a phone or a date, its ids, and XML that others write.

Its files::

    phone              phone numbers and whose they are; ``phone_advice``: what is probably wrong with one
    dates              dates in Vietnam's time
    ids                the ids of calls and messages
    json_text, xml_elements   JSON as texts; XML, read by expat
"""
