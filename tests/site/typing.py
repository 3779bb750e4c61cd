"""Every field that a page shows: typed into as they come, and read again by what stands beside them."""

from playwright.sync_api import Page

# What shows something else rather than being typed into; it is read all the same.
LEFT = "#area, #cb-open, #cb-by, #cl-meeting, #cl-by-role, #cl-by-status, [name=cb-where]"
LEFT += ", [type=password], [type=file], [readonly], .md-toggle, .md-option"
SHOWN = """(left) => [...document.querySelectorAll("input, select, textarea")].filter((field) =>
  !field.matches(left) && !field.disabled && field.checkVisibility() && field.getClientRects().length > 0)"""
# As a reader does, field by field, each entered and left; in the page, as each step from outside takes long.
# What follows from an edit may show another field, so it is looked again until there is none; to draw the
# page anew after each edit would take most of the time.
TYPE = f"""async ([left, whole]) => {{
  const done = new Set();
  const wait = () => new Promise((next) => setTimeout(next));
  const next = () => ({SHOWN})(left).filter((field) => !done.has(field));
  for (let fields; (fields = next()).length > 0; await wait()) {{
    for (const field of fields.slice(0, 8).filter((one) => one.isConnected)) {{
      done.add(field);
      if (done.size > 1000) throw new Error("fields without an end");
      const number = done.size;
      const parts = {{day: String(1 + (number % 18)), month: "9", year: whole ? "2026" : ""}};
      field.focus();
      if (field.matches("[type=checkbox], [type=radio]")) field.click();
      else {{
        field.value = field.matches("select") ? [...field.options].at(-1)?.value ?? ""
          : parts[field.dataset.box] ?? (field.inputMode === "numeric" ? whole ? "3" : "some"
          : whole ? `words ${{number}}` : `07700 900${{String(number).padStart(3, "0")}}`);
        field.dispatchEvent(new Event("input", {{bubbles: true}}));
        field.dispatchEvent(new Event("change", {{bubbles: true}}));
      }}
      field.blur();
    }}
  }}
  return done.size;
}}"""
# Each field by the words around it, never by its id: a field without one is to be found as well.
READ = f"""() => ({SHOWN})("[readonly], .md-toggle, .md-option").map((field) => {{
  const around = [field.closest(".cl-item, [data-event], [data-interval]")?.id ?? ""];
  for (let node = field.closest("details"); node; node = node.parentElement.closest("details")) {{
    around.push(node.querySelector("summary").textContent);
  }}
  around.push(field.closest("fieldset")?.querySelector("legend").textContent ?? "");
  around.push(field.labels?.[0]?.textContent ?? field.name);
  const box = ["checkbox", "radio"].includes(field.type);
  return [...around, box ? String(field.checked) : field.value].join(" | ");
}}).sort()"""
OPEN = """() => {
  for (const details of document.querySelectorAll("main details")) {
    if (!details.querySelector("table")) details.open = true;
  }
}"""


def open_all(page: Page) -> None:
    """Open every part of the page that opens, and what opens inside of it."""
    for _ in range(2):
        page.evaluate(OPEN)
        page.wait_for_timeout(100)


def type_everywhere(page: Page, whole: bool) -> int:
    """Type into every field until no other appears; returns how many there were.

    By `whole`, what is typed can be kept: else it is a date without its year, a telephone number, no number.
    """
    return page.evaluate(TYPE, [LEFT, whole])


def read(page: Page) -> list[str]:
    """Every field that shows: what is around it, and what is in it."""
    return page.evaluate(READ)
