// Text that looks as if it named a family: told before it is kept. A guess by its shape, never proof that there is none.

/** @typedef {{kind: string, found: string, words: string}} Finding */

const MONTH = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
const DATES = new RegExp(
  `\\b(?:(\\d{4})-\\d{1,2}-\\d{1,2}|\\d{1,2}(?:st|nd|rd|th)?[\\s./-]+(?:of\\s+)?(?:\\d{1,2}|${MONTH})\\.?,?[\\s./-]+(\\d{4}|\\d{2}))\\b`, "gi");
const BORN = /\b(?:born|birth|birthday|d\.?o\.?b\.?|b\.)\W*(?:\w+\W+){0,3}$/i;
const EMAIL = /[^\s@<>"']{1,64}@[^\s@<>"']{1,190}\.[a-z]{2,24}\b/i;
const PHONE = /(?<![\d.])(?:\+44[\s().-]?(?:\(0\))?|0)(?:[\s().-]?\d){9,10}(?![\d.])/;
const POSTCODE = /\b(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRVWXY]) ?\d[ABD-HJLNP-UW-Z]{2})\b/i;
const INSURANCE = /\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]\b/i;
const TEN = /(?<!\d)\d(?:[ -]?\d){9}(?!\d)/g;

/** @param {string} digits ten of them @returns {boolean} whether the last one checks the rest, as in an NHS number (modulus 11) */
function checks(digits) {
  const sum = [...digits].slice(0, 9).reduce((total, digit, index) => total + Number(digit) * (10 - index), 0);
  return (11 - (sum % 11)) % 11 === Number(digits[9]);
}

/**
 * What in a text looks like personal data.
 * @param {string} text
 * @param {string} today ISO text: a date of over a year ago is more likely one of birth than one of work
 * @returns {Finding[]}
 */
export function personalIn(text, today) {
  /** @type {Finding[]} */
  const found = [];
  const add = (/** @type {string} */ kind, /** @type {string | undefined} */ match, /** @type {string} */ words) => {
    if (match) found.push({ kind, found: match, words });
  };
  for (const [match] of text.matchAll(TEN)) {
    if (checks(match.replace(/\D/g, ""))) add("nhs_number", match, "This looks like an NHS number");
  }
  add("email", EMAIL.exec(text)?.[0], "This looks like an e-mail address");
  if (!found.some(({ kind }) => kind === "nhs_number")) add("telephone", PHONE.exec(text)?.[0], "This looks like a telephone number");
  add("postcode", POSTCODE.exec(text)?.[0], "This looks like a postcode");
  add("insurance", INSURANCE.exec(text)?.[0], "This looks like a National Insurance number");
  for (const match of text.matchAll(DATES)) {
    const born = BORN.test(text.slice(0, match.index));
    if (isDay(match[0]) && (born || (!/[. ]\d\d$/.test(match[0]) && old(match[1] ?? match[2], today)))) {
      add("birth", match[0], "This looks like a date of birth");
      break;
    }
  }
  return found;
}

/** Whether figures can be a day: 12 34 56 cannot. @param {string} match */
function isDay(match) {
  const [first, second, third] = match.split(/[^0-9]+/).filter(Boolean).map(Number);
  if (third === undefined) return true; // the month is a word
  const [day, month] = first > 31 ? [third, second] : [first, second];
  return day <= 31 && month >= 1 && month <= 12;
}

/** @param {string} year of two or four digits @param {string} today */
function old(year, today) {
  const now = Number(today.slice(0, 4));
  const full = year.length === 4 ? Number(year) : Number(year) + (Number(year) > now % 100 ? 1900 : 2000);
  return full < now - 1 && full > now - 120;
}
