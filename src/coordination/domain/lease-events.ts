import type { IsoInstant } from '../../kernel/instant.js';

/** Every event says all there is to say, so that the last one of a stream is enough to go on from. */
export interface HeldData {
  /** The process that holds it, new at every start of one. */
  readonly holder: string;
  /** Grows by one with every acquisition; what is written under it carries it. */
  readonly token: number;
  /** How long the others keep away after they saw this event, each by its own clock. */
  readonly ttlMs: number;
  /** When that would be over by the holder's clock: for people, nobody decides by it. */
  readonly until: IsoInstant;
}

/** Stored in `lease-<name>`; the names are for ever. */
export interface LeaseEventData {
  LeaseAcquired: HeldData;
  LeaseRenewed: HeldData;
  LeaseReleased: { readonly holder: string; readonly token: number };
}
export type LeaseEvent = { readonly [Type in keyof LeaseEventData]: { readonly type: Type; readonly data: LeaseEventData[Type] } }[keyof LeaseEventData];

/** Left out of every projection of figures. */
export const LEASE_CATEGORY = 'lease';
const LEASE_NAME = /^[a-z][a-z0-9-]{0,63}$/;

/** @throws TypeError for a name that is not lower case letters, digits and '-', 64 at most. */
export function leaseStream(name: string): string {
  if (!LEASE_NAME.test(name)) throw new TypeError(`A lease's name is a lower-case letter, then letters, digits and '-', 64 at most; not ${name.slice(0, 80)}`);
  return `${LEASE_CATEGORY}-${name}`;
}

/** Null for a stream that is no lease's. */
export const leaseOf = (stream: string): string | null => (stream.startsWith(`${LEASE_CATEGORY}-`) ? stream.slice(LEASE_CATEGORY.length + 1) : null);

/** @throws TypeError for what this version did not write: nobody may act on a lease that cannot be read. */
export function decodeLeaseEvent(type: string, data: Readonly<Record<string, unknown>>): LeaseEvent {
  const { holder, token, ttlMs, until } = data;
  const named = typeof holder === 'string' && Number.isSafeInteger(token) && (token as number) > 0;
  if (type === 'LeaseReleased' && named) return { type, data: { holder, token: token as number } };
  const held = (type === 'LeaseAcquired' || type === 'LeaseRenewed') && named && typeof ttlMs === 'number' && ttlMs > 0 && typeof until === 'string';
  if (!held) throw new TypeError(`Not an event of a lease: ${type}`);
  return { type, data: { holder, token: token as number, ttlMs, until } };
}
