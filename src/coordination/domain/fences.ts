import { decodeLeaseEvent, leaseOf } from './lease-events.js';

/** What a holder writes carries this in its metadata. */
export interface Fence {
  readonly lease: string;
  readonly token: number;
}

/** Newest token of each lease, up to some place of the log. */
export type Fences = ReadonlyMap<string, number>;
export const NO_FENCES: Fences = new Map();

interface LoggedEvent {
  readonly stream: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Folds the log in its own order, lease streams included. @throws TypeError for a lease's event that cannot be read. */
export function passFence(fences: Fences, { stream, type, data }: LoggedEvent): Fences {
  const name = leaseOf(stream);
  if (name === null) return fences;
  const { token } = decodeLeaseEvent(type, data).data;
  return token > (fences.get(name) ?? 0) ? new Map(fences).set(name, token) : fences;
}

/**
 * Written by a holder after another had taken over: a reader leaves it out. The store refuses it where the new holder has
 * written to that stream already; where it has not, the order of the log still tells, and the same to everybody.
 */
export function isStale(fences: Fences, event: Pick<LoggedEvent, 'metadata'>): boolean {
  const fence = fenceOf(event);
  return fence !== null && fence.token < (fences.get(fence.lease) ?? 0);
}

/** Null for an event that nobody wrote under a lease. */
export function fenceOf({ metadata }: Pick<LoggedEvent, 'metadata'>): Fence | null {
  const { fence } = metadata;
  if (typeof fence !== 'object' || fence === null || !('lease' in fence) || !('token' in fence)) return null;
  const { lease, token } = fence;
  return typeof lease === 'string' && typeof token === 'number' ? { lease, token } : null;
}
