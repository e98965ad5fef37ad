"""What has happened, for tests and for whoever looks on.

::

    wait        until calls or messages have got somewhere
    verify      whether as many have as should
    evidence    what must not happen, timelines, and what a strict test does not accept
    expected    which calls or messages the three mean
    inbox       what a person has got, and the newest code that they were told
    requests    what has come to the eSMS side
    events      everything as it happens; ``event_json`` is one event
"""
