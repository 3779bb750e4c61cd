// Writes the search index with Pagefind. The job comes as JSON on standard input:
// {out, records: [{url, title, text, also, place, area}], pages: [{url, html}]}.
import { text } from "node:stream/consumers";
import { close, createIndex } from "pagefind";

const MOST_FILES = 400; // what is shown of a result comes in as many files at most
const AT_ONCE = 500; // records on their way to the program

const EVERYWHERE = "All areas"; // the area of what belongs to no single one; checklists/web/search.mjs asks for it

/** @param {string} value @returns {string} */
const escaped = (value) =>
  value.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** @param {string} name @returns {string} */
const filter = (name) => `<i data-pagefind-filter="area[data-v]" data-v="${escaped(name)}"></i>`;

/** A record as the page that Pagefind reads: its own words weigh more than the other names of things. */
const page = ({ title, text, also, place, area }) => `<!doctype html><html lang="en"><body><article>
<i data-pagefind-meta="title[data-v]" data-v="${escaped(title)}"></i>
<i data-pagefind-meta="text[data-v]" data-v="${escaped(text)}"></i>
<i data-pagefind-meta="place[data-v]" data-v="${escaped(place)}"></i>
${(area.length > 0 ? area : [EVERYWHERE]).map(filter).join("")}
<p data-pagefind-weight="8">${escaped(title)}: ${escaped(text)}</p><p data-pagefind-weight="1">${escaped(also)}</p>
</article></body></html>`;

/** @param {string} html of a whole page @returns {string} the same, marked as belonging to no single area */
const shared = (html) => html.replace(/<article[^>]*>/, (tag) => tag + filter(EVERYWHERE));

const job = JSON.parse(await text(process.stdin));
const { index, errors } = await createIndex({
  rootSelector: "article",
  excludeSelectors: [".headerlink", "[data-search-exclude]", "nav", ".hb-provisions", ".hb-foot"],
  forceLanguage: "en",
  maxFragments: MOST_FILES,
});
const faults = [...errors];
const files = [
  ...job.pages.map(({ url, html }) => ({ url: `/${url}`, content: shared(html) })),
  ...job.records.map((record) => ({ url: `/${record.url}`, content: page(record) })),
];
for (let at = 0; at < files.length; at += AT_ONCE) {
  const done = await Promise.all(files.slice(at, at + AT_ONCE).map((file) => index.addHTMLFile(file)));
  faults.push(...done.flatMap((one) => one.errors));
}
faults.push(...(await index.writeFiles({ outputPath: job.out })).errors);
await close();
if (faults.length > 0) {
  console.error(faults.slice(0, 5).join("\n"));
  process.exit(1);
}
