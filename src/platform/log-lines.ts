import { printableLines } from '../kernel/printable.js';

const MASK = '[redacted]';
/** What looks like a secret, wherever it stands: an error may quote the address or the header that it was about. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/(:\/\/[^\s"'/:@\\]{0,200}:)[^\s"'/@\\]{1,500}@/g, `$1${MASK}@`],
  [/\b(Bearer|Basic)(\s+|%20)[A-Za-z0-9._~+/=%-]{4,}/gi, `$1 ${MASK}`],
  [/\beyJ[A-Za-z0-9_-]{4,}(\.[A-Za-z0-9_-]*){0,4}/g, MASK],
  [/\bset_[A-Za-z0-9_-]{20,43}/g, MASK],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|(?=")|$)/g, MASK],
];

/** A line as it may be written: JSON, in which an escape means the same as what it stands for. */
export const fitForLog = (line: string): string => printableLines(SECRETS.reduce((text, [secret, mask]) => text.replace(secret, mask), line));
