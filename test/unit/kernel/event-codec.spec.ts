import { sealChain, verifyStream } from '../../../src/event-store/audit-hash.js';
import { eventCodec, UndecodableEvent, type Upcaster, versionOf } from '../../../src/kernel/event-codec.js';
import { fields, oneOf, text, whole } from '../../../src/kernel/shape.js';

/** A room that exists in this test only: a visit counted minutes, then seconds, then also said at which window. */
type Visit = { readonly type: 'VisitEndedV3'; readonly data: { readonly visitor: string; readonly seconds: number; readonly window: string } };
const SHAPES = { VisitEndedV3: fields<Visit['data']>({ visitor: text, seconds: whole, window: text }) };
const toSeconds: Upcaster = {
  from: 'VisitEnded', to: 'VisitEndedV2', shape: fields<{ visitor: string; minutes: number }>({ visitor: text, minutes: whole }),
  upcast: ({ minutes, ...rest }) => ({ ...rest, seconds: (minutes as number) * 60 }),
};
const withWindow: Upcaster = {
  from: 'VisitEndedV2', to: 'VisitEndedV3', shape: fields<{ visitor: string; seconds: number }>({ visitor: text, seconds: whole }),
  upcast: (data) => ({ ...data, window: 'unknown' }),
};
const codec = eventCodec<Visit>('visit', SHAPES, [withWindow, toSeconds]);

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof UndecodableEvent) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'decoded';
};

describe('Events stored by older programs', () => {
  it.each([
    ['VisitEnded', { visitor: 'A', minutes: 2 }, { visitor: 'A', seconds: 120, window: 'unknown' }],
    ['VisitEndedV2', { visitor: 'A', seconds: 95 }, { visitor: 'A', seconds: 95, window: 'unknown' }],
    ['VisitEndedV3', { visitor: 'A', seconds: 95, window: '7' }, { visitor: 'A', seconds: 95, window: '7' }],
  ])('are read as the latest version, step by step: %s', (type, stored, latest) => {
    expect(codec.decode(type, Object.freeze(stored))).toEqual({ type: 'VisitEndedV3', data: latest });
  });

  it('are all types that may stand in a log', () => {
    expect([...codec.storedTypes].sort()).toEqual(['VisitEnded', 'VisitEndedV2', 'VisitEndedV3']);
  });

  it('keep what a step does not know', () => {
    expect(codec.decode('VisitEnded', { visitor: 'A', minutes: 1, note: 'kept' }).data).toMatchObject({ note: 'kept' });
  });

  it('verify by their hash as they were stored, after they were read as another version', async () => {
    const stream = 'visit-1';
    const [id, metadata] = ['7d3c1c1e-57a2-4f0e-9d9f-0d7a5b2f6c11', { recordedAt: '2026-03-02T01:00:00.000Z' }];
    const stored = sealChain(stream, 0n, null, [{ id, type: 'VisitEnded', data: { visitor: 'A', minutes: 2 }, metadata }])
      .map((event) => ({ ...event, stream, revision: 0n, position: 1n }));
    expect(codec.decode(stored[0]!.type, stored[0]!.data).data.seconds).toBe(120);
    expect(await verifyStream(stored)).toBeNull();
    expect(await verifyStream(stored.map((event) => ({ ...event, ...codec.decode(event.type, event.data) })))).toBe(0n);
  });
});

describe('What cannot be decoded', () => {
  it.each([
    ['a type nobody knows', 'VisitLost', {}, 'UNKNOWN_TYPE: Unknown visit event type: "VisitLost"'],
    ['a version after the latest', 'VisitEndedV4', {}, 'UNKNOWN_TYPE: Unknown visit event type: "VisitEndedV4"'],
    ['a name every object has', 'constructor', {}, 'UNKNOWN_TYPE: Unknown visit event type: "constructor"'],
    ['a field of another kind, by its place and without its value', 'VisitEndedV3', { visitor: 'secret', seconds: 'x', window: '1' },
      'BAD_SHAPE: VisitEndedV3: data.seconds is not of the stored shape'],
    ['an old version of a bad shape, before a step computes with it', 'VisitEnded', { visitor: 'A', minutes: '2' },
      'BAD_SHAPE: VisitEnded: data.minutes is not of the stored shape'],
  ])('is told: %s', (_case, type, data, told) => {
    expect(codeOf(() => codec.decode(type, data))).toBe(told);
  });

  it('is what the store could not read, whatever its type', () => {
    expect(codeOf(() => codec.decode('VisitEndedV3', { visitor: 'A', seconds: 1, window: '1' }, 'no JSON'))).toBe('UNREADABLE: no JSON');
  });

  it('is what a step fails on, or makes of another shape than it says', () => {
    const changed = (upcast: Upcaster['upcast']) => eventCodec<Visit>('visit', SHAPES, [{ ...withWindow, upcast }]);
    const stored = { visitor: 'A', seconds: 1 };
    const failing = changed(() => { throw new TypeError('secret'); });
    expect(codeOf(() => failing.decode('VisitEndedV2', stored))).toBe('BAD_SHAPE: VisitEndedV2 could not be upcast to VisitEndedV3');
    expect(codeOf(() => changed((data) => data).decode('VisitEndedV2', stored))).toBe('BAD_SHAPE: VisitEndedV3: data.window is not of the stored shape');
  });
});

describe('A chain of upcasters', () => {
  const step = (from: string, to: string): Upcaster => ({ ...toSeconds, from, to });
  const chain = (...steps: readonly Upcaster[]) => () => eventCodec<Visit>('visit', SHAPES, steps);

  it.each([
    ['skips a version', [step('VisitEnded', 'VisitEndedV3')], 'is not one version on'],
    ['leads to the same type', [step('VisitEndedV2', 'VisitEndedV2')], 'is not one version on'],
    ['leads to another event', [step('VisitEndedV2', 'VisitBegunV3')], 'is not one version on'],
    ['goes on after the current type', [withWindow, step('VisitEndedV3', 'VisitEndedV4')], 'VisitEndedV3 is current'],
    ['ends before the current type', [toSeconds], 'leads to no current type'],
    ['forks', [withWindow, withWindow], 'begin at the same type'],
  ])('is refused when it %s', (_case, steps, told) => {
    expect(chain(...steps)).toThrow(told);
  });

  it('counts versions by the type’s name', () => {
    expect(['RequestRated', 'RequestRatedV2', 'RequestRatedV10', 'V2', 'RequestRatedV1'].map(versionOf)).toEqual([
      { base: 'RequestRated', version: 1 }, { base: 'RequestRated', version: 2 }, { base: 'RequestRated', version: 10 },
      { base: 'V2', version: 1 }, { base: 'RequestRatedV1', version: 1 },
    ]);
  });
});

it('Shapes take what they name and no value beside it', () => {
  expect(oneOf(1, 2)('1')).toBe('');
  expect(fields<{ a: string }>({ a: text })([])).toBe('');
});
