"""What a page does unseen: requests elsewhere, console messages, what the policy refused."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request


class Watch:
    """Everything worth a complaint in the tabs of a browser context, from the moment it is made."""

    def __init__(self, context: BrowserContext, site_url: str) -> None:
        self.origin = "{0.scheme}://{0.netloc}".format(urlsplit(site_url))
        self.requested: list[str] = []
        self.said: list[str] = []
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.said.append(f"error: {error.error}"))

    def forget(self) -> None:
        """Start again, with nothing asked for and nothing said."""
        self.requested.clear()
        self.said.clear()

    def _request(self, request: Request) -> None:
        self.requested.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append(f"{message.type}: {message.text}")

    def elsewhere(self) -> list[str]:
        """Requests that left the origin."""
        own = (f"{self.origin}/", f"blob:{self.origin}/", "data:", "about:")
        return [url for url in self.requested if not url.startswith(own)]


def refusals(page: Page) -> list[str]:
    """What the content security policy refused on a page since `note_refusals`."""
    return page.evaluate("window.refusedByPolicy ?? []")


NOTE_REFUSALS = """
addEventListener("securitypolicyviolation", (event) => {
  (window.refusedByPolicy ??= []).push(`${event.effectiveDirective}: ${event.blockedURI}`);
});
"""
