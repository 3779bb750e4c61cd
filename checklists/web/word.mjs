// A checklist as a Word file. Loaded only when it is asked for: the library is ten times the size of the page's own code.
import {
  AlignmentType, Document, Footer, HeadingLevel, Packer, PageNumber, Paragraph, Table, TableCell, TableRow, TextRun, WidthType,
} from "docx";
import { plain } from "./plain.mjs";
import { retiredWords, writtenWords } from "./tick-words.mjs";

/**
 * @typedef {import("./types").SheetAnswer} SheetAnswer
 * @typedef {import("./types").SheetItem} SheetItem
 * @typedef {import("./types").CaseFile} CaseFile
 */

const NOT_THE_RECORD = "This is a working list and not the child’s record.";
const HEAD = ["", "Item", "Who", "Due", "How it stands", "Source"];
const WIDTHS = [500, 3600, 1500, 1700, 1900, 1300]; // twentieths of a point

/**
 * @param {SheetAnswer} answer the list as the engine gave it
 * @param {CaseFile} file
 * @param {{address: string, printed: string, sources: string[]}} about
 * @returns {Promise<{filename: string, mime: string, text: Blob}>}
 */
export async function wordFile(answer, file, about) {
  const { sheet } = answer;
  const ticks = file.ticks[sheet.meeting.bucket] ?? {};
  const name = plain(file.nickname);
  const sections = sheet.sections.map(({ key, title }) => ({ title, items: sheet.items.filter((item) => item.section === key) }));
  if (sheet.left.length > 0) sections.unshift({ title: "Left open at an earlier meeting", items: sheet.left });
  const children = [
    new Paragraph({ heading: HeadingLevel.TITLE, text: sheet.title }),
    new Paragraph([answer.title, name, sheet.meeting.words ?? ""].filter(Boolean).join(" · ")),
    new Paragraph({ children: [new TextRun({ text: NOT_THE_RECORD, bold: true })] }),
    new Paragraph(`${sheet.progress.words}. As on ${answer.as_on_words}, rules ${answer.rules}.`),
    ...answer.check.map((said) => new Paragraph({ children: [new TextRun({ text: plain(said), bold: true })] })),
    ...sections.filter(({ items }) => items.length > 0).flatMap(({ title, items }) => [
      new Paragraph({ heading: HeadingLevel.HEADING_1, text: title }), table(items, ticks),
    ]),
    ...(sheet.notes.length > 0 ? [new Paragraph({ heading: HeadingLevel.HEADING_1, text: "Noted earlier" }),
      ...sheet.notes.map(({ action, since, note }) => new Paragraph(plain(`${action} At the ${since}: ${note}`)))] : []),
    ...(sheet.retired.length > 0 ? [new Paragraph({ heading: HeadingLevel.HEADING_1, text: "No longer on the list" }),
      ...sheet.retired.map((item) => new Paragraph(plain(retiredWords(item, ticks[item.key]))))] : []),
    new Paragraph({ heading: HeadingLevel.HEADING_1, text: "Sources" }),
    new Paragraph([...new Set(about.sources)].join(", ") || [...new Set(sheet.items.flatMap(({ cites }) => cites))].join(", ")),
  ];
  const made = new Document({
    title: sheet.title, creator: "Core Group Handbook", description: NOT_THE_RECORD,
    sections: [{
      footers: { default: new Footer({ children: [new Paragraph({ alignment: AlignmentType.CENTER, children: [
        new TextRun({ children: [`Correct as made on ${about.printed}, from ${about.address}. ${NOT_THE_RECORD} Page `, PageNumber.CURRENT], size: 16 }),
      ] })] }) },
      children,
    }],
  });
  return {
    filename: `checklist-${sheet.list.replace(/_/g, "-")}-${answer.as_on}.docx`,
    mime: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    text: await Packer.toBlob(made),
  };
}

/** @param {SheetItem[]} items @param {CaseFile["ticks"][string]} ticks */
function table(items, ticks) {
  const rows = items.map((item) => {
    const tick = ticks[item.key];
    return row([
      item.status === "done" ? "☒" : "☐", item.action + (item.prompt ? " (research)" : ` (${item.strength_words})`),
      item.responsible?.label ?? "", [item.due?.words, item.due?.latest_words].filter(Boolean).join(": "),
      [item.words, writtenWords(tick)].filter(Boolean).join(". "), item.cites.join(", "),
    ]);
  });
  return new Table({ width: { size: 100, type: WidthType.PERCENTAGE }, columnWidths: WIDTHS, rows: [row(HEAD, true), ...rows] });
}

/** @param {string[]} cells @param {boolean} [head] */
function row(cells, head = false) {
  return new TableRow({ tableHeader: head, cantSplit: true, children: cells.map((text, index) => new TableCell({
    width: { size: WIDTHS[index], type: WidthType.DXA },
    children: [new Paragraph({ children: [new TextRun({ text: plain(text), bold: head, size: 18 })] })],
  })) });
}

