import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeLeaseEvent, type LeaseEvent, leaseOf } from '../../../src/coordination/domain/lease-events.js';

/** Exhaustive by type: a new stored type does not compile here without its golden file being named. */
const TYPES: Readonly<Record<LeaseEvent['type'], true>> = { LeaseAcquired: true, LeaseRenewed: true, LeaseReleased: true };

describe('The golden files of leases', () => {
  it('are exactly one for each stored type', () => {
    const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'));
    expect(files.sort()).toEqual(Object.keys(TYPES).map((type) => `${type}.v1.json`).sort());
  });

  it.each(Object.keys(TYPES))('decode to what they say: %s', (type) => {
    const golden = JSON.parse(readFileSync(join(import.meta.dirname, `${type}.v1.json`), 'utf8')) as { stream: string; type: string; data: Record<string, unknown> };
    expect(leaseOf(golden.stream)).toBe('warnings');
    expect(decodeLeaseEvent(golden.type, golden.data)).toEqual({ type, data: golden.data });
  });
});
