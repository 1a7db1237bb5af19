import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalForm } from '../../../src/event-store/canonical-form.js';
import { digestOf, hashOf, sealChain, verifyStream } from '../../../src/event-store/audit-hash.js';
import type { NewEvent, RecordedEvent } from '../../../src/event-store/event-store.port.js';

/** A second canonical form, written for this test: keys by UTF-16 code units, numbers and strings as ECMAScript writes them. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`;
}
const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const facts: NewEvent[] = [
  { id: '018f0000-0000-7000-8000-000000000001', type: 'RequestReceived', data: { requestId: 'R-1', limit: 2.5, route: ['b', 'a'], applicant: null }, metadata: { recordedAt: '2026-01-05T01:00:00.000Z', principal: '窗口' } },
  { id: '018f0000-0000-7000-8000-000000000002', type: 'RequestCompleted', data: { outcome: 'GRANTED' }, metadata: { recordedAt: '2026-01-05T02:00:00.000Z' } },
];
const STREAM = 'serviceRequest-hall.R-1';
const recorded = (events: readonly NewEvent[], first = 0n, stream = STREAM): RecordedEvent[] =>
  events.map((event, i) => ({ ...event, stream, revision: first + BigInt(i), position: 100n + BigInt(i) }));
const chain = (length: number): RecordedEvent[] =>
  recorded(sealChain(STREAM, 0n, null, Array.from({ length }, (_, i) => ({ id: `id-${i}`, type: 'Happened', data: { n: i }, metadata: { by: 'x' } }))));

describe('The canonical form', () => {
  it('is that of the RFC 8785 sample', () => {
    const sample = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    // Appendix: the sample's canonical bytes as the RFC prints them.
    const bytes = Buffer.from(
      '7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a5b3333333333333333332e333333333333332c31652b33302c342e352c302e3030322c31652d32375d2c22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d',
      'hex',
    );
    expect(digestOf(sample)).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('orders keys by UTF-16 code units, as the RFC does', () => {
    const sample = { '\u20ac': 'Euro Sign', '\r': 'Carriage Return', '\ufb33': 'Hebrew Letter Dalet With Dagesh', '1': 'One', '\ud83d\ude00': 'Emoji', '\u0080': 'Control', '\u00f6': 'O With Diaeresis' };
    const order = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'] as const;
    expect(digestOf(sample)).toBe(sha256(`{${order.map((key) => `${JSON.stringify(key)}:"${sample[key]}"`).join(',')}}`));
  });

  it('agrees with an independent one on any JSON value', () => {
    fc.assert(fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (value) => {
      const stored = JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
      expect(digestOf(stored)).toBe(sha256(canonical(stored)));
    }), { verbose: 1 });
  });

  it.each([
    ['a date', { at: new Date(0) }],
    ['an undefined field and an undefined item', { a: undefined, b: [undefined] }],
    ['an object without a prototype', Object.assign(Object.create(null) as object, { b: 1, a: 2 })],
    ['nesting deeper than any event', Array.from({ length: 50 }).reduce<object>((inner) => ({ inner }), {})],
    ['minus zero and large and small numbers', { n: [-0, 1e21, 1e-7, 123456789012345680000] }],
    ['keys that look like numbers', { 10: 'a', 9: 'b', x: 'c' }],
    ['a field of the name __proto__', JSON.parse('{"z":1,"__proto__":{"b":1,"a":2}}') as object],
    ['keys of another script and the empty key', { 'é': 1, z: 2, '': 3 }],
  ])('is the library\'s for %s', (_what, value) => {
    expect(canonicalForm(value)).toBe(canonicalize(value));
  });

  it.each([
    ['half a surrogate pair', { a: '\ud800' }],
    ['half a surrogate pair as a key', { '\udc00': 1 }],
    ['a number that is none', { a: NaN }],
    ['infinity', { a: [Infinity] }],
  ])('does not exist for %s', (_what, value) => {
    expect(() => canonicalForm(value)).toThrow();
  });

  it('is the same before and after storage', () => {
    expect(digestOf({ b: undefined, a: 1, at: new Date(0) })).toBe(digestOf({ at: '1970-01-01T00:00:00.000Z', a: 1 }));
  });
});

describe('A sealed chain', () => {
  it('hashes stream, revision as text, id, type, data and metadata, and links each event to the one before it', () => {
    const [first, second] = sealChain(STREAM, 41n, 'ff'.repeat(32), facts);
    const form =
      '{"data":{"applicant":null,"limit":2.5,"requestId":"R-1","route":["b","a"]},"id":"018f0000-0000-7000-8000-000000000001",' +
      `"metadata":{"previousHash":"${'ff'.repeat(32)}","principal":"窗口","recordedAt":"2026-01-05T01:00:00.000Z"},` +
      '"revision":"41","stream":"serviceRequest-hall.R-1","type":"RequestReceived"}';
    expect(first?.metadata).toEqual({ ...facts[0]?.metadata, previousHash: 'ff'.repeat(32), hash: sha256(form) });
    expect(second?.metadata['previousHash']).toBe(sha256(form));
  });

  it('is continued by a later append where an earlier one ended', () => {
    const whole = sealChain(STREAM, 0n, null, facts);
    const [first] = sealChain(STREAM, 0n, null, facts.slice(0, 1));
    const [second] = sealChain(STREAM, 1n, first?.metadata['hash'] as string, facts.slice(1));
    expect([first, second]).toEqual(whole);
  });

  it('holds for what was recorded, in whatever order its keys come back', async () => {
    const events = recorded(sealChain(STREAM, 0n, null, facts));
    const shuffled = events.map((event) => ({ ...event, data: Object.fromEntries(Object.entries(event.data).reverse()) }));
    expect(hashOf(shuffled[0]!)).toBe(events[0]?.metadata['hash']);
    expect(await verifyStream(shuffled)).toBeNull();
    expect(await verifyStream([])).toBeNull();
  });

  it('begins at revision 0: a chain sealed afresh for later places is none', async () => {
    expect(await verifyStream(recorded(sealChain(STREAM, 3n, null, facts), 3n))).toBe(0n);
  });

  const edits: readonly (readonly [string, (events: RecordedEvent[], i: number) => RecordedEvent[]])[] = [
    ['data edited', (events, i) => events.with(i, { ...events[i]!, data: { n: -1 } })],
    ['metadata edited', (events, i) => events.with(i, { ...events[i]!, metadata: { ...events[i]!.metadata, by: 'y' } })],
    ['type edited', (events, i) => events.with(i, { ...events[i]!, type: 'Else' })],
    ['stream edited', (events, i) => events.with(i, { ...events[i]!, stream: 'serviceRequest-hall.R-2' })],
    ['half a surrogate pair put in', (events, i) => events.with(i, { ...events[i]!, data: { n: '\ud800' } })],
    ['one deleted, the rest moved up', (events, i) => events.toSpliced(i, 1).map((event, at) => ({ ...event, revision: BigInt(at) }))],
    ['one duplicated', (events, i) => events.toSpliced(i, 0, events[i]!).map((event, at) => ({ ...event, revision: BigInt(at) }))],
    ['two swapped', (events, i) => events.with(i, { ...events[i + 1]!, revision: BigInt(i) }).with(i + 1, { ...events[i]!, revision: BigInt(i + 1) })],
    ['one forged with a fresh hash', (events, i) => {
      const forged = { ...events[i]!, data: { n: -1 } };
      return events.with(i, { ...forged, metadata: { ...forged.metadata, hash: hashOf(forged) } });
    }],
  ];
  it.each(edits)('names the first bad revision: %s', async (what, edit) => {
    const events = chain(40);
    for (const i of [0, 1, 17, 38]) {
      const named = what.startsWith('one forged') || what === 'one duplicated' ? i + 1 : i;
      expect(await verifyStream(edit(events, i))).toBe(BigInt(named));
    }
  });
});
