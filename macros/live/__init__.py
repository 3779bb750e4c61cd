"""`handbook serve`: the site beside the editor, with what is wrong in a saved file shown in the page.

A saved file goes through four steps, each told to the open pages: the quick checks, all checks, the pages
that are open made again, and the whole site made again in the background. Until then the last good site is
served.
"""
