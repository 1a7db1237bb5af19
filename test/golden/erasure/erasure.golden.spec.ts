import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeErasureEvent, erasureStreamOf, isKeyId, STORED_ERASURE_TYPES } from '../../../src/erasure/domain/erasure-events.js';

/** A changed file would make the tests agree with code that cannot read what halls have stored. */
const SHIPPED: Readonly<Record<string, string>> = {
  'ErasureCompleted.v1.json': 'd1d601d4f0b1a69fb2802b590992f27b3ef3e357bfcab7c6f3b77208a0d515e5',
  'ErasureRequested.v1.json': 'd17ccd7f9c7f9dd73444c33341285fd808cff9ceefde94bc727873fe26d00416',
};

describe('The golden files of erasures', () => {
  const bytesOf = (file: string): Buffer => readFileSync(join(import.meta.dirname, file));

  it('are exactly one for each stored type, the very bytes they were', () => {
    const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'));
    expect(files.sort()).toEqual(STORED_ERASURE_TYPES.map((type) => `${type}.v1.json`).sort());
    expect(Object.fromEntries(files.map((file) => [file, hash('sha256', bytesOf(file), 'hex')]))).toEqual(SHIPPED);
  });

  it.each(STORED_ERASURE_TYPES)('decode to what they say, in the stream of their pseudonym: %s', (type) => {
    const golden = JSON.parse(bytesOf(`${type}.v1.json`).toString('utf8')) as { stream: string; type: string; data: { applicantKeyId: string } };
    expect(erasureStreamOf(golden.data.applicantKeyId)).toBe(golden.stream);
    expect(isKeyId(golden.data.applicantKeyId)).toBe(true);
    expect(decodeErasureEvent(golden.type, golden.data)).toEqual({ type, data: golden.data });
    expect(() => decodeErasureEvent(golden.type, { ...golden.data, hallId: 7 })).toThrow('data.hallId');
  });
});
