const ID_CHARACTERS_MAX = 128;
const NAME_CHARACTERS_MAX = 300;
/** Control, format and lone-surrogate characters and line breaks: two ids that look the same would be two departments. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const isPrintable = (text: unknown, charactersMax: number): boolean =>
  typeof text === 'string' && text.trim() !== '' && text.length <= charactersMax && !UNPRINTABLE.test(text);

export const isReferenceId = (text: unknown): boolean => isPrintable(text, ID_CHARACTERS_MAX);

/** What is wrong with an entry's id and name, as a sentence; null when nothing is. */
export function identityFault(id: unknown, name: unknown): string | null {
  if (!isReferenceId(id)) return `an id is 1 to ${ID_CHARACTERS_MAX} printable characters`;
  if (!isPrintable(name, NAME_CHARACTERS_MAX)) return `a name is 1 to ${NAME_CHARACTERS_MAX} printable characters`;
  return null;
}
