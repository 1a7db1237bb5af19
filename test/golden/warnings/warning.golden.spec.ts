import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeWarningEvent, STORED_WARNING_TYPES, warningStreamOf } from '../../../src/warnings/domain/warning-events.js';

/** A changed file would make the tests agree with code that cannot read what halls have stored. */
const SHIPPED: Readonly<Record<string, string>> = {
  'WarningRaised.v1.json': 'aff207b7113f7013eebc629785cca6762b39e9123d3c2c2e777e72a84eb55911',
};

describe('The golden files of warnings', () => {
  const bytesOf = (file: string): Buffer => readFileSync(join(import.meta.dirname, file));

  it('are exactly one for each stored type, the very bytes they were', () => {
    const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'));
    expect(files.sort()).toEqual(STORED_WARNING_TYPES.map((type) => `${type}.v1.json`).sort());
    expect(Object.fromEntries(files.map((file) => [file, hash('sha256', bytesOf(file), 'hex')]))).toEqual(SHIPPED);
  });

  it.each(STORED_WARNING_TYPES)('decode to what they say, in the stream of their request: %s', (type) => {
    const golden = JSON.parse(bytesOf(`${type}.v1.json`).toString('utf8')) as { stream: string; type: string; data: { hallId: string; requestId: string } };
    expect(warningStreamOf(golden.data.hallId, golden.data.requestId)).toBe(golden.stream);
    expect(decodeWarningEvent(golden.type, golden.data)).toEqual({ type, data: golden.data });
  });
});
