/** What stands in JSON as it is: most texts, and looking is quicker than asking the engine's writer for each of them. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** A text as JSON, in its RFC 8785 form. The text is well formed. */
export const jsonText = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));
