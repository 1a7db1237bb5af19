import fc from 'fast-check';
import { CYCLE_LENGTH_MAX, cyclesOf } from '../../../src/efficiency/projections/cycles.js';
import { countedHops } from '../../../src/efficiency/projections/holder-sequence.js';
import { instantOf, ms, Story } from '../../support/projected-story.js';

/** Passes a request along these holders, a minute apart from 09:00. */
const passedAlong = (holders: readonly string[]): Story => {
  const story = new Story().received('03-02 09:00', holders[0]!);
  holders.slice(1).forEach((to, index) => story.transferred(`03-02 09:${String(index + 1).padStart(2, '0')}`, holders[index]!, to));
  return story;
};
const cycles = (holders: readonly string[]): readonly string[] =>
  passedAlong(holders).facts.cycles.map(({ department, departments, length }) => `${department}: ${JSON.parse(departments!).join('>')} ${length}`);

describe('cycles of holders', () => {
  it('are in the worked example of the specification, A B A B C A, twice A>B and once A>B>C', () => {
    expect(cycles(['A', 'B', 'A', 'B', 'C', 'A'])).toEqual(['B: A>B 2', 'A: A>B 2', 'C: A>B>C 3']);
    expect(passedAlong(['A', 'B', 'A', 'B', 'C', 'A']).facts.cycles[2]).toEqual({
      department: 'C', officer: null, departments: '["A","B","C"]', length: 3, fromMs: ms('03-02 09:03'), atMs: ms('03-02 09:05'), revision: 5,
    });
  });

  it('are the same wherever the request entered them, and not the same the other way round', () => {
    expect(cycles(['C', 'A', 'B', 'C'])).toEqual(['B: A>B>C 3']);
    expect(cycles(['B', 'A', 'C', 'B'])).toEqual(['C: A>C>B 3']);
  });

  it('have no department twice: what goes round inside is a cycle, what goes round that is a return only', () => {
    expect(cycles(['A', 'B', 'C', 'B', 'A'])).toEqual(['C: B>C 2']);
    expect(passedAlong(['A', 'B', 'C', 'B', 'A']).facts.transfers.filter(({ isReturn }) => isReturn)).toHaveLength(2);
  });

  it(`are up to ${CYCLE_LENGTH_MAX} departments long`, () => {
    const round = (length: number): readonly string[] => [...Array.from({ length }, (_, index) => `d${String(index).padStart(2, '0')}`), 'd00'];
    expect(cycles(round(16))).toEqual([`d15: ${round(16).slice(0, -1).join('>')} 16`]);
    expect(cycles(round(17))).toEqual([]);
  });

  it('leave a recalled transfer out, take a refusal in, and know the officer of the transfer that closes them', () => {
    const story = new Story().received('03-02 09:00', 'A').transferred('03-02 09:10', 'A', 'C').then('TransferRecalled', '03-02 09:11', 'A')
      .transferred('03-02 09:20', 'A', 'B').then('TransferRefused', '03-02 09:30', 'B', { officerId: 'b1' });
    expect(story.facts.cycles).toEqual([
      { department: 'B', officer: 'b1', departments: '["A","B"]', length: 2, fromMs: ms('03-02 09:20'), atMs: Date.parse(instantOf('03-02 09:30')), revision: 4 },
    ]);
  });

  it('of length 2 are the ping-pongs, and never more than the returns; returns are n + 1 less the distinct departments', () => {
    const hall = fc.array(fc.constantFrom('A', 'B', 'C', 'D'), { minLength: 2, maxLength: 14 })
      .map((holders) => holders.filter((holder, index) => holder !== holders[index - 1]));
    fc.assert(fc.property(hall, (holders) => {
      const story = passedAlong(holders);
      const hops = countedHops(story.request!.history);
      const found = cyclesOf(hops, story.facts.transfers);
      expect(found.filter(({ length }) => length === 2).map(({ revision }) => revision)).toEqual(hops.filter(({ isPingPong }) => isPingPong).map(({ revision }) => revision));
      const returns = hops.filter(({ isReturn }) => isReturn).length;
      expect(found.length).toBeLessThanOrEqual(returns);
      expect(returns).toBe(holders.length - new Set(holders).size);
      for (const { departments, length } of found) expect(new Set(JSON.parse(departments!)).size).toBe(length);
    }), { numRuns: 60, verbose: 1 });
  });
});
