"""Texts that someone may type to break a page, a table or a file, and what is to be read of each.

The same list serves the engine's exports and the pages. A text is shown whole, without what nobody sees.
"""

TEXTS = {
    # name: (as it is typed, as it is read)
    "element": ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
    "end of a script": ("</script><script>alert(1)</script>", "</script><script>alert(1)</script>"),
    "template": ("{{ 7*7 }} {% raw %} ${7*7}", "{{ 7*7 }} {% raw %} ${7*7}"),
    "Markdown": ("**b** [a](javascript:alert(1)) `c`", "**b** [a](javascript:alert(1)) `c`"),
    "entity": ("&lt;b&gt; &#0; &quot;", "&lt;b&gt; &#0; &quot;"),
    "formula": ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
    "plus": ("+1+1", "+1+1"),
    "minus": ("-1+1", "-1+1"),
    "at": ("@SUM(1)", "@SUM(1)"),
    "wide sign": ("＝1+1", "＝1+1"),
    "sign behind a mark": ("\ufeff\u200b=1+1", "=1+1"),
    "controls": ("a\x00b\x1b[31mc\x07d\x7fe\x9bf", "ab[31mcdef"),
    "line ends": ("a\x85b\u2028c\u2029d\x0be\x0cf", "a b c d e f"),
    "halves": ("a\ud83d b\ude00 c", "a b c"),
    "turned": ("a\u202eb\u202dc\u202ad\u202be\u202cf", "abcdef"),
    "turned apart": ("a\u2067b\u2066c\u2068d\u2069e\u200ef\u200f", "abcdef"),
    "unseen": ("a\u200bb\u2060c\ufeffd\xade\U000e0041f", "abcdef"),
    "Arabic": ("شارع 12", "شارع 12"),
    "joined": ("👩\u200d👧 क\u200dष", "👩\u200d👧 क\u200dष"),
    "quotes": ("a\"b'c\\d;e,f", "a\"b'c\\d;e,f"),
}
