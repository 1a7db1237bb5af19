import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AuditEvent, historyReadStream, historySearchStream } from '../../../src/audit/domain/audit-events.js';
import { decodeAuditEvent, STORED_AUDIT_TYPES } from '../../../src/audit/domain/codec.js';
import { isOurs } from '../../../src/operations/our-categories.js';

/** A changed file would make the tests agree with code that cannot read what halls have stored. */
const SHIPPED: Readonly<Record<string, string>> = {
  'HistoriesExported.v1.json': '5df0e1b89ce76c4b3dd1c0029ad5428df948490591779a7d479dd7e7db10efd8',
  'HistoryRead.v1.json': '2f1fcc3ec47a262b5c21098b73de74c718d60fd36093180099b105c6d1f8325d',
  'HistorySearched.v1.json': 'e6d800167b9092af8b8966644cd8fbd9a6eb508db390e4dcfdf09784eb8cffaf',
};
const bytesOf = (file: string): Buffer => readFileSync(join(import.meta.dirname, file));
const streamOf = ({ type, data }: AuditEvent): string =>
  (type === 'HistoryRead' ? historyReadStream(data.hallId, data.requestId) : historySearchStream(data.hallId));

describe('The golden files of readings and searches', () => {
  it('are exactly one for each stored type, the very bytes they were', () => {
    const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'));
    expect(files.sort()).toEqual(STORED_AUDIT_TYPES.map((type) => `${type}.v1.json`).sort());
    expect(Object.fromEntries(files.map((file) => [file, hash('sha256', bytesOf(file), 'hex')]))).toEqual(SHIPPED);
  });

  it.each(STORED_AUDIT_TYPES)('decode to what they say, in a stream that is copied with the log: %s', (type) => {
    const golden = JSON.parse(bytesOf(`${type}.v1.json`).toString('utf8')) as { readonly stream: string; readonly type: string; readonly data: object };
    const event = decodeAuditEvent(golden.type, golden.data);
    expect(event).toEqual({ type, data: golden.data });
    expect(streamOf(event)).toBe(golden.stream);
    expect(isOurs(golden.stream)).toBe(true);
  });
});
