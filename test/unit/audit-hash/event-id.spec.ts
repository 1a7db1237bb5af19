import { validate, version } from 'uuid';
import { newEventId } from '../../../src/event-store/event-id.js';

const MANY = 20_000;
const many = (): string[] => Array.from({ length: MANY }, newEventId);
const isAscending = (ids: readonly string[]): boolean => ids.every((id, index) => index === 0 || (ids[index - 1] ?? '') < id);
const msOf = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

describe('A new event id', () => {
  afterEach(() => jest.restoreAllMocks());

  it('is a UUID of version 7 in lower case', () => {
    expect(many().filter((id) => !validate(id) || version(id) !== 7 || id !== id.toLowerCase())).toEqual([]);
  });

  it('says when it was made', () => {
    const madeAt = Date.now() + 86_400_000; // Ahead of all ids made before, which it must not fall behind.
    jest.spyOn(Date, 'now').mockReturnValue(madeAt);
    expect(msOf(newEventId())).toBe(madeAt);
  });

  it('is greater than those before it, also when more are made in a millisecond than can be counted', () => {
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 2 * 86_400_000);
    expect(isAscending(many())).toBe(true);
  });

  it('is greater than those before it when the clock is set back', () => {
    const before = newEventId();
    jest.spyOn(Date, 'now').mockReturnValue(0);
    expect(isAscending([before, ...many()])).toBe(true);
  });

  it('is random in all its other digits', () => {
    const tails = many().map((id) => id.slice(19));
    expect(new Set(tails).size).toBe(MANY);
    for (const place of [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]) {
      const digits = new Set(tails.map((tail) => tail[place]));
      expect([...digits].sort().join('')).toBe(place === 0 ? '89ab' : '0123456789abcdef');
    }
  });
});
