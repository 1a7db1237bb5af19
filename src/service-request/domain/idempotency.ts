/** What a stream remembers of a command it has accepted. */
export interface Remembered {
  readonly digest: string;
  readonly revision: number;
}

export type Recognition = 'new' | { readonly duplicateOf: number } | 'id-reused';

/** One text per pair: the length in front keeps ('ab', 'c') and ('a', 'bc') apart. */
export const sourceKey = (source: string, id: string): string => `${source.length}:${source}${id}`;

/**
 * Whether a command with this key was accepted in this stream before. Refusals are not remembered.
 * `duplicateOf` is the revision of the event it became.
 */
export function recognise(known: ReadonlyMap<string, Remembered>, key: string, digest: string): Recognition {
  const remembered = known.get(key);
  if (remembered === undefined) return 'new';
  return remembered.digest === digest ? { duplicateOf: remembered.revision } : 'id-reused';
}
