import { createHmac } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { type Pseudonyms, PseudonymSource, PseudonymsUnavailable } from '../kernel/pseudonyms.js';
import type { Keyring } from './keyring.js';

/** Whose key it is; subjects of people begin otherwise. */
export const PSEUDONYMS_SUBJECT = 'pseudonyms';
const PURPOSE = 'service-efficiency-tracker/pseudonyms/v1';
const DIGITS = 16;
const REMEMBERED_MAX = 10_000;

/**
 * Keyed digests under a key of the installation's keyring: stable over time and replicas, and no list of guesses can be tried on them
 * without the key. The keyring is asked once; what it answers is a key of its own for this use.
 */
export class KeyedPseudonyms extends PseudonymSource {
  private known: Pseudonyms | null = null;

  constructor(private readonly keyring: Pick<Keyring, 'keyIdFor' | 'mac'>) {
    super();
  }

  override pseudonyms(): Pseudonyms | Promise<Pseudonyms> {
    return this.known ?? this.load();
  }

  private async load(): Promise<Pseudonyms> {
    const key = await this.key().catch((error: unknown) => { throw new PseudonymsUnavailable(error); });
    this.known = pseudonymsUnder(Buffer.from(key, 'hex'));
    return this.known;
  }

  private async key(): Promise<string> {
    const key = await this.keyring.mac(await this.keyring.keyIdFor(PSEUDONYMS_SUBJECT), PURPOSE);
    if (key === null) throw new Error('The key was erased between two calls.');
    return key;
  }
}

export function pseudonymsUnder(key: Buffer): Pseudonyms {
  const remembered = new LRUCache<string, string>({ max: REMEMBERED_MAX });
  const of = (prefix: 'o' | 'p', name: string): string => {
    const said = `${prefix}:${name}`;
    const pseudonym = remembered.get(said) ?? `${prefix}-${createHmac('sha256', key).update(said, 'utf8').digest('hex').slice(0, DIGITS)}`;
    remembered.set(said, pseudonym);
    return pseudonym;
  };
  return { officer: (officerId) => of('o', officerId), principal: (principal) => of('p', principal) };
}
