"""How a host is to send the site: headers, caching and types, for hosts that read `_headers` and for nginx.

Both come from what stands here, so that they cannot disagree.
"""

import re

# A policy for a site without cameras, positions or frames; the strict transport is for the host to decide.
SECURITY = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
# Addresses that change with what they hold; `*` stands for any characters. All else is asked for again each
# time, and seldom sent.
FOREVER = (
    "/assets/app/*",
    "/assets/runtime/*",
    "/assets/javascripts/bundle.*",
    "/assets/stylesheets/*.min.css",
)
YEAR = "public, max-age=31536000, immutable"
AGAIN = "no-cache"
# Not in every host's table of types. WebAssembly of another type is compiled late, a module not run at all.
TYPES = {
    "application/manifest+json": "webmanifest",
    "application/wasm": "wasm",
    "application/zip": "whl zip",
    "text/javascript": "js mjs",
}
OTHER_TYPES = {
    "application/gzip": "gz",
    "application/json": "json map",
    "application/xml": "xml",
    "font/woff2": "woff2",
    "image/png": "png",
    "image/svg+xml": "svg",
    "image/x-icon": "ico",
    "text/css": "css",
    "text/html": "html",
    "text/plain": "txt",
}
COMPRESSED = (
    *("application/json", "application/manifest+json", "application/wasm", "application/xml"),
    *("image/svg+xml", "text/css", "text/javascript", "text/plain"),
)


def policy_header(policy: str) -> tuple[str, str]:
    """The content security policy as a header. A frame's ancestors can be named in a header only."""
    return ("Content-Security-Policy", f"{policy}; frame-ancestors 'none'")


def headers_text(policy: str) -> str:
    """The `_headers` file that several static hosts read."""
    lines = "".join(f"  {name}: {value}\n" for name, value in (policy_header(policy), *SECURITY))
    # None for the rest: hosts join what two patterns say, so that files that may be kept would get both, and
    # those hosts have browsers ask again by themselves.
    kept = "".join(f"{pattern}\n  Cache-Control: {YEAR}\n" for pattern in FOREVER)
    return f"/*\n{lines}{kept}"


def policy_in(headers: str) -> str:
    """The policy of a built site, from its `_headers`; ValueError where it has none."""
    found = re.search(r"Content-Security-Policy: (.*); frame-ancestors 'none'", headers)
    if not found:
        raise ValueError("_headers holds no policy: build the site again")
    return found[1]


def nginx_text(policy: str, folder: str, base: str = "/", listen: str = "80", name: str = "_") -> str:
    """A file for nginx' `conf.d`, or for any place inside `http`.

    `folder` holds the unpacked site, `base` is the path that it is served below (`/`, `/handbook/`).
    """
    kept = "\n".join(
        f'    "~^{base}{pattern[1:].replace(".", chr(92) + ".").replace("*", ".*")}$" "{YEAR}";'
        for pattern in FOREVER
    )
    types = "\n".join(f"        {kind} {ends};" for kind, ends in sorted((TYPES | OTHER_TYPES).items()))
    headers = "\n".join(
        f'        add_header {key} "{value}" always;' for key, value in (policy_header(policy), *SECURITY)
    )
    below = f"""
        sub_filter_once off;
        sub_filter 'href="/' 'href="{base}';
        sub_filter 'src="/' 'src="{base}';"""
    return f"""map $uri $handbook_cache {{
    default "{AGAIN}";
{kept}
}}

server {{
    listen {listen};
    server_name {name};
    server_tokens off;
    absolute_redirect off;
    charset utf-8;
    charset_types text/css text/javascript text/plain text/html application/manifest+json;

    location {base} {{
        alias {folder.rstrip("/")}/;
        index index.html;
        error_page 404 @not_there;

        types {{
{types}
        }}
        default_type application/octet-stream;

        gzip on;
        gzip_vary on;
        gzip_min_length 512;
        gzip_comp_level 6;
        gzip_types {" ".join(COMPRESSED)};

{headers}
        add_header Cache-Control $handbook_cache always;
    }}

    # Written for the root of a host, and reached from any depth.
    location @not_there {{
        root {folder.rstrip("/")};
        try_files /404.html =404;{below if base != "/" else ""}
        types {{ text/html html; }}
{headers}
        add_header Cache-Control "{AGAIN}" always;
    }}

    location = {base}_headers {{
        return 404;
    }}
}}
"""
