import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isServiceRequestEventType } from '../../../../src/service-request/domain/codec.js';
import { SEALED_FIELDS, type ServiceRequestEventType } from '../../../../src/service-request/domain/events.js';
import { COMMON_FIELDS, flatten, unflatten } from '../../../../src/service-request/domain/flat-events.js';

const folder = join(import.meta.dirname, '../../../golden');
const golden = readdirSync(folder).filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as { type: string; data: Record<string, unknown> })
  .filter((one): one is { type: ServiceRequestEventType; data: Record<string, unknown> } => isServiceRequestEventType(one.type));

describe('an event as columns', () => {
  it.each(golden.map((one) => [one.type, one] as const))('%s loses none of its fields but the sealed text', (type, { data }) => {
    const kept = Object.entries(data).filter(([name]) => name !== SEALED_FIELDS[type] && !COMMON_FIELDS.includes(name));
    const back = Object.entries(unflatten(type, flatten(data))).filter(([name]) => name !== SEALED_FIELDS[type]);
    expect(Object.fromEntries(back)).toEqual(Object.fromEntries(kept));
  });

  it('is of every type there is', () => {
    expect(golden.length).toBeGreaterThan(16);
  });
});
