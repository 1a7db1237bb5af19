/** What moves a cursor, ends a line, turns a text round or cannot be seen: controls of C0 and C1, marks of direction, separators, joiners. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;
const UNSEEN_BUT_LINES = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A text of a stranger within a line of ours: what cannot be seen is shown as `\u001b`. */
export const printable = (text: string): string => text.replace(UNSEEN, escaped);

/** As `printable`, but lines and tabs stay: for texts that are ours and hold some of others. In JSON the escapes mean what they stand for. */
export const printableLines = (text: string): string => text.replace(UNSEEN_BUT_LINES, escaped);
