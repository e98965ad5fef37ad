"""``mock-esms mcp``: the sandbox as tools of an agent that writes an integration (Model Context Protocol).

``mcp_command`` has the options, ``mcp_server`` tells the SDK which tools there are, ``mcp_tools`` is what they do. The
SDK is an extra: ``pip install 'mock-esms[mcp]'``.
"""
