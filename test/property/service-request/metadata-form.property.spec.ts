import fc from 'fast-check';
import { sealChain } from '../../../src/event-store/audit-hash.js';
import { canonicalForm } from '../../../src/event-store/canonical-form.js';
import { sealAppend, withPreviousHash } from '../../../src/event-store/sealing.js';
import { metadataForm } from '../../../src/service-request/application/metadata-form.js';
import { runSeed as seed } from '../../support/event-store/random.js';

const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.constantFrom('"', '\\', '"previousHash":null', '\u2028', '😀', '\u0000'));
const digest = fc.stringMatching(/^[0-9a-f]{64}$/);
const instant = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2090-01-01') }).map((date) => date.toISOString());
const metadata = fc.record(
  {
    recordedAt: instant, principal: text, correlationId: text, causationId: text, source: fc.record({ source: text, id: text }), contentDigest: digest,
    claimedOccurredAt: instant, traceparent: text,
  },
  { requiredKeys: ['recordedAt', 'principal', 'correlationId', 'causationId', 'source', 'contentDigest'] },
);
const hash = fc.option(digest);
const id = fc.uuid().map((one) => one.toLowerCase());

describe(`The form in which a request's events are handed to the store (SEED=${seed})`, () => {
  it('is the canonical form of their metadata, whatever stands in it', () => {
    fc.assert(
      fc.property(metadata, hash, (said, previousHash) => {
        expect(withPreviousHash(metadataForm(said), previousHash)).toBe(canonicalForm({ ...said, previousHash }));
      }),
      { seed },
    );
  });

  it('becomes the same chain as the events themselves', () => {
    const fact = fc.record({ id, type: fc.constantFrom('RequestReceived', 'RequestCompleted'), data: fc.dictionary(fc.string(), fc.jsonValue()), metadata });
    fc.assert(
      fc.property(fc.array(fact, { minLength: 1, maxLength: 4 }), hash, fc.bigInt(-1n, 9n), text, (facts, previousHash, last, stream) => {
        const events = facts.map((one) => ({ id: one.id, type: one.type, data: canonicalForm(one.data), metadata: metadataForm(one.metadata) }));
        const chained = sealChain(stream, last + 1n, previousHash, facts);
        const { events: sealed } = sealAppend({ stream, expected: last < 0n ? 'no-stream' : last, previousHash, events });
        expect(sealed.map(({ text: stored }) => stored)).toEqual(chained.map(({ text: stored }) => stored));
        expect(sealed.map((one) => one.metadata['hash'])).toEqual(chained.map((one) => one.metadata['hash']));
      }),
      { seed },
    );
  });
});
