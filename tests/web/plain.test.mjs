// Text as it is shown: what keeps a line in order and what is left out. Run by `node --test`.
import assert from "node:assert/strict";
import { test } from "node:test";

import { apart, plain, shown } from "../../checklists/web/plain.mjs";

test("a text of ours with one that was typed in it keeps its order", () => {
  for (const [typed, made] of [["Robin", "Robin"], ["\u202eRobin", "Robin"], ["شارع", "\u2068شارع\u2069"], ["\u2069\u2067שלום", "\u2068שלום\u2069"]]) {
    const line = `${apart(typed)}: as on 23 November`;
    assert.equal(line, `${made}: as on 23 November`);
    assert.equal(shown(line), line, "what keeps it apart goes into the page");
    assert.equal(plain(line), `${plain(typed)}: as on 23 November`, "and not into a file");
  }
});

test("a line that was put together without care still turns nothing", () => {
  assert.equal(shown("a\u202eb\u2067c\u0000d"), "abcd");
});
