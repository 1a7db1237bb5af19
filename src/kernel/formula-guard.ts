/**
 * A spreadsheet runs a cell that begins with one of these as a formula, also one that a stranger typed into a form. A leading
 * apostrophe makes it a text; what begins with apostrophes before such a character gets one more, so that nothing is lost.
 */
const RUNS = /^'*[=+\-@\t\r\n＝＋－＠]/;
const GUARDED = /^'+[=+\-@\t\r\n＝＋－＠]/;

export const guardFormula = (text: string): string => (RUNS.test(text) ? `'${text}` : text);
export const unguardFormula = (text: string): string => (GUARDED.test(text) ? text.slice(1) : text);
