"""The kinds of page that the site has, one address of each."""

KINDS = {
    "home": "",
    "areas": "areas/",
    "an area": "areas/bedfordshire/",
    "an area that builds on another": "areas/luton/",
    "an area without a reckoner": "areas/milton-keynes/",
    "sources": "sources/",
    "a source": "sources/luton/",
    "the calculator": "tools/dates/",
    "about": "about/",
    "how days are counted": "about/counting/",
    "accuracy": "about/accuracy/",
    "privacy": "about/privacy/",
    "accessibility": "about/accessibility/",
    "decision records": "adr/",
    "a decision record": "adr/0001-counting/",
    "no such page": "404.html",
}
