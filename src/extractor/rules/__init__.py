"""Rules and lexicons as data, the loader that complains by file and id, and the engine that matches them.

The engine knows nothing of dates or palaces. The grammars that parse and extract both call stand here as well.
"""
