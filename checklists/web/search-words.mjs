// Whether what was found has the words that were asked for. For a word that the index lacks, Pagefind falls back to the
// longest word that it begins with, without saying so: “apologies” finds every text with “a” in it.

/**
 * @typedef {{ raw_url: string, meta: Record<string, string>, excerpt: string, content: string,
 *   sub_results: { url: string, title: string, excerpt: string }[] }} Found
 * @typedef {{ words: number[], data(): Promise<Found> }} Result
 * @typedef {{ search(words: string): Promise<{ results: Result[] }> }} Searched
 */

const LOOKED_AT = 10; // results: those that are shown first, and so are loaded anyway
const JOINED = /[\p{Pd}/]+/gu;

/** @param {string} word @returns {string} its letters and digits, as Pagefind compares them */
const bare = (word) => word.normalize("NFD").replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();

/** @param {string} words @returns {string | null} the same with joined words apart, or null where none are */
export function parted(words) {
  const made = words.replace(JOINED, " ").trim();
  return made && made !== words ? made : null;
}

/**
 * The words that nothing found has: neither as they stand, nor in another form, nor begun or with a slip.
 * @param {Searched} index
 * @param {string} words
 * @param {Result[]} results
 * @returns {Promise<string[]>}
 */
export async function missing(index, words, results) {
  if (results.length === 0 || words.includes('"')) return []; // in quotes nothing falls back
  const first = await Promise.all(results.slice(0, LOOKED_AT).map(matched));
  const met = [...new Set(first.flat())];
  const found = await Promise.all(
    words.split(/\s+/).map(async (word) => {
      const asked = bare(word);
      if (!asked || met.some((one) => alike(asked, one))) return true;
      return (await index.search(`"${asked}"`)).results.length > 0; // of one stem: “agencies” for “agency”
    }),
  );
  return words.split(/\s+/).filter((_, at) => !found[at]);
}

/** @param {Result} result @returns {Promise<string[]>} the words of its text that were taken for those asked for */
async function matched(result) {
  const text = (await result.data()).content.split(/\s+/);
  return result.words.flatMap((at) => [text[at] ?? "", ...(text[at] ?? "").split(JOINED)].map(bare));
}

/**
 * Whether one word may be meant by what was typed: it begins with it, or differs by a slip.
 * @param {string} asked
 * @param {string} met
 */
export function alike(asked, met) {
  const allowed = asked.length < 4 ? 0 : asked.length < 8 ? 1 : 2;
  return met.startsWith(asked) || slips(asked, met) <= allowed;
}

/** @param {string} from @param {string} to @returns {number} letters to put in, leave out or change */
function slips(from, to) {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...from].entries()) {
    const next = [at + 1];
    for (let on = 0; on < to.length; on++) {
      next.push(Math.min(next[on] + 1, row[on + 1] + 1, row[on] + (letter === to[on] ? 0 : 1)));
    }
    row = next;
  }
  return row[to.length];
}
