import { createHash } from 'node:crypto';
import type { SimulatedRequest } from '../../../src/demo/plan.js';
import { demoFrom, DEMO_SEED } from '../../../src/demo/simulate.js';
import { tell, yearOptions } from './demo-year.js';

const digestOf = (requests: readonly SimulatedRequest[]): string =>
  createHash('sha256').update(JSON.stringify(requests.map(({ commands }) => commands))).digest('hex');
const year = tell(DEMO_SEED);
const small = { requestsPerYear: 300 };

describe('the simulated year', () => {
  it('is the same for the same seed, to the byte', () => expect(digestOf(tell(DEMO_SEED))).toBe(digestOf(year)));

  // Not a figure but a seal: told otherwise under the same ids, a hall that loaded it before would be refused (ID_REUSED).
  it('is the same on every machine', () => expect(digestOf(year)).toBe('803f36889f46e334b6129c0313d347978f9c504cce459b9701349eee9f99e548'));

  it('is another one for another seed, under other ids', () => {
    const ids = new Set(tell(1, small).map((request) => request.requestId));
    expect(digestOf(tell(1, small))).not.toBe(digestOf(tell(2, small)));
    expect(tell(2, small).filter((request) => ids.has(request.requestId))).toEqual([]);
  });

  it('brings about as many requests as asked, each under an id of its own', () => {
    const requests = year;
    expect(requests.length).toBeGreaterThan(4150);
    expect(requests.length).toBeLessThanOrEqual(4000 * (385 / 365));
    expect(new Set(requests.map((request) => request.requestId)).size).toBe(requests.length);
  });

  it('tells every request in order of time, from its receipt, none beyond the horizon', () => {
    const wrong = year.filter(({ commands, truth }) => {
      const instants = commands.map(({ command }) => Date.parse(command.data.occurredAt));
      const ordered = instants.every((instant, index) => index === 0 || instant >= instants[index - 1]!);
      const begins = commands[0]?.command.type === 'ReceiveRequest' && instants[0] === truth.receivedMs;
      return !ordered || !begins || instants.at(-1)! > yearOptions.untilMs;
    });
    expect(wrong).toEqual([]);
  });

  it('changes nothing told before when the horizon moves on', () => {
    const later = new Map(tell(3, { ...small, untilMs: yearOptions.untilMs }).map((request) => [request.requestId, request]));
    const earlier = tell(3, { ...small, untilMs: Date.parse('2026-05-06T08:11:00.000Z') });
    const told = earlier.map(({ requestId, commands }) => later.get(requestId)?.commands.slice(0, commands.length));
    expect(told).toEqual(earlier.map(({ commands }) => commands));
    expect(later.size).toBeGreaterThan(earlier.length);
  });

  it('gives every command an idempotency key of its own', () => {
    const keys = year.flatMap(({ commands }) => commands.map(({ source, id }) => JSON.stringify([source, id])));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each([
    ['2026-11-22T07:00:00.000Z', '2025-11-01'],
    ['2026-02-28T15:59:59.999Z', '2025-02-01'],
    ['2026-02-28T16:00:00.000Z', '2025-03-01'],
  ])('until %s begins on the first of that month a year before, by the hall’s own date: %s', (until, from) =>
    expect(demoFrom(Date.parse(until))).toBe(from));

  it('refuses a span that holds no request, or too many', () => {
    expect(() => tell(1, { untilMs: Date.parse('2024-01-01T00:00:00.000Z') })).toThrow(RangeError);
    expect(() => tell(1, { requestsPerYear: 1e9 })).toThrow(RangeError);
  });
});
