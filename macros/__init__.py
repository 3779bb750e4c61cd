"""The build side: from the rules to pages and to what the browser loads.

MkDocs' macros plugin finds `define_env` here; it registers the names that pages use and does nothing else.
"""


def define_env(env):
    """Register what a page may call: `{{ areas() }}`, `{{ calculator() }}` and so on."""
    from .book import handbook  # here, so that `import macros` asks for no library
    from .render import MACROS

    def register(name, function):
        def macro(*args):
            base = "../" * env.page.url.count("/")
            return function(handbook(env.conf["config_file_path"]), *args, base=base)

        macro.__doc__ = function.__doc__
        env.macro(macro, name)

    for name, function in MACROS.items():
        register(name, function)
