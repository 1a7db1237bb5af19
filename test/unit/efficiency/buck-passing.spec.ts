import { countedHops, episodesOf } from '../../../src/efficiency/projections/holder-sequence.js';
import { Story } from '../../support/projected-story.js';

/** Passes a request along these holders, a minute apart. */
const passedAlong = (holders: readonly string[], route: readonly string[] = []): Story => {
  const story = new Story({ route }).received('03-02 09:00', holders[0]!);
  holders.slice(1).forEach((to, index) => story.transferred(`03-02 09:${String(index + 1).padStart(2, '0')}`, holders[index]!, to));
  return story;
};
const hopsOf = (story: Story) => countedHops(story.request!.history);

describe('buck-passing', () => {
  it('gives the worked example of the specification: holders A B A B C A without a route', () => {
    const story = passedAlong(['A', 'B', 'A', 'B', 'C', 'A']);
    const hops = hopsOf(story);
    expect(hops).toHaveLength(5);
    expect(hops.filter((hop) => hop.isReturn).map((hop) => `${hop.fromDepartmentId}→${hop.toDepartmentId}`)).toEqual(['B→A', 'A→B', 'C→A']);
    expect(hops.filter((hop) => hop.isPingPong).map((hop) => hop.fromDepartmentId)).toEqual(['B', 'A']);
    expect(episodesOf(hops)).toEqual([expect.objectContaining({ pair: ['A', 'B'], length: 4, rounds: 1 })]);
    expect(story.facts.transfers.filter(({ planned }) => !planned).map(({ fromDepartment }) => fromDepartment)).toEqual(['A', 'B', 'A', 'B', 'C']);
  });

  it('takes a transfer as planned only one step forward on the route', () => {
    const hops = hopsOf(passedAlong(['A', 'B', 'C', 'B', 'A', 'C'], ['A', 'B', 'C']));
    expect(hops.map(({ planned }) => planned)).toEqual([true, true, false, false, false]);
  });

  it('counts a refusal as transfer, return, ping-pong and buck-pass of the refuser', () => {
    const story = new Story({ route: ['A', 'B'] }).received('03-02 09:00', 'A').transferred('03-02 10:00', 'A', 'B').then('TransferRefused', '03-02 10:30', 'B');
    expect(story.facts.transfers).toEqual([
      expect.objectContaining({ fromDepartment: 'A', planned: true, isRefusal: false }),
      expect.objectContaining({ fromDepartment: 'B', toDepartment: 'A', planned: false, isRefusal: true, isReturn: true, isPingPong: true }),
    ]);
  });

  it('takes both hops of a recall out of the transfer figures and judges later transfers without them', () => {
    const story = new Story().received('03-02 09:00', 'A').transferred('03-02 10:00', 'A', 'B').then('TransferRecalled', '03-02 10:05', 'A')
      .transferred('03-02 11:00', 'A', 'B');
    expect(story.facts.transfers).toEqual([expect.objectContaining({ revision: 3, isReturn: false, isPingPong: false })]);
    expect(story.facts.recalls).toEqual([{ department: 'A', atMs: Date.UTC(2026, 2, 2, 10, 5) }]);
    expect(story.facts.holdings.map(({ endedBy }) => endedBy)).toEqual(['TRANSFER', 'RECALL', 'TRANSFER']);
  });

  it('lets episodes share a holder but not a hop', () => {
    expect(episodesOf(hopsOf(passedAlong(['A', 'B', 'A', 'C', 'A']))).map(({ pair, length }) => [pair, length])).toEqual([[['A', 'B'], 3], [['A', 'C'], 3]]);
    expect(episodesOf(hopsOf(passedAlong(['A', 'B', 'C', 'A'])))).toEqual([]);
  });

  it('remembers for the hot-potato rule how long the sender held it and whether it recorded progress, also when that arrives late', () => {
    const story = new Story().received('03-02 09:00', 'A').transferred('03-02 09:29', 'A', 'B');
    expect(story.facts.transfers[0]).toEqual(expect.objectContaining({ heldMs: 29 * 60_000, progress: 0 }));
    story.then('ProgressRecorded', '03-02 09:10', 'A', { step: 'CHECKED' });
    expect(story.facts.transfers[0]).toEqual(expect.objectContaining({ progress: 1 }));
    expect(story.steps.at(-1)!.retracted).toEqual([{ kind: 'transfers', position: 30n, request: 10n, key: 0, factPosition: 20n }]);
  });

  it('keeps the last ruling on a transfer', () => {
    const story = new Story().received('03-02 09:00', 'A').transferred('03-02 10:00', 'A', 'B')
      .then('TransferRuled', '03-03 10:00', 'S', { revision: 1, verdict: 'BUCK_PASSING' }).then('TransferRuled', '03-04 10:00', 'S', { revision: 1, verdict: 'JUSTIFIED' });
    expect(story.facts.transfers[0]!.ruling).toBe('JUSTIFIED');
  });
});
