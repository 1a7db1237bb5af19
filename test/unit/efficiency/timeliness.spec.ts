import { hours, ms, Story } from '../../support/projected-story.js';

const threeDays = { promisedLimit: { unit: 'WORKING_DAY', amount: 3 } } as const;

describe('timeliness facts', () => {
  it('judges a closure by the due instant as it stands at the closure: the end of the third working day is on time, a millisecond later is not', () => {
    const closedAt = (instant: string) => new Story(threeDays).received('03-02 09:00', 'A').completed(instant, 'A').facts.closures[0]!;
    expect(closedAt('03-05 17:00')).toEqual(expect.objectContaining({ promised: 'ON_TIME', promisedDueMs: ms('03-05 17:00'), statutory: 'NO_LIMIT', statutoryDueMs: null }));
    expect(closedAt('2026-03-05T17:00:00.001Z').promised).toBe('LATE');
  });

  it('keeps a line for every instant at which a due instant changed, null while the clock stands still', () => {
    const story = new Story(threeDays).received('03-02 09:00', 'A').then('RequestSuspended', '03-03 10:00', 'A', { cause: 'APPLICANT' })
      .then('RequestResumed', '03-05 10:00', 'A').then('LimitExtended', '03-06 10:00', 'A', { limit: 'PROMISED', amount: 1, approver: 'boss' });
    expect(story.facts.dues.map(({ sinceMs, dueMs }) => [sinceMs, dueMs])).toEqual([
      [ms('03-02 09:00'), ms('03-05 17:00')],
      [ms('03-03 10:00'), null],
      [ms('03-05 10:00'), ms('03-09 17:00')],
      [ms('03-06 10:00'), ms('03-10 17:00')],
    ]);
  });

  it('lets an extension that is recorded after the closure turn late into on time, and keeps what was known before', () => {
    const story = new Story(threeDays).received('03-02 09:00', 'A').completed('03-06 10:00', 'A');
    expect(story.facts.closures[0]!.promised).toBe('LATE');
    story.then('LimitExtended', '03-05 10:00', 'A', { limit: 'PROMISED', amount: 2, approver: 'boss' });
    expect(story.facts.closures[0]!.promised).toBe('ON_TIME');
    expect(story.steps.at(-1)!.retracted.filter(({ kind }) => kind === 'closures')).toEqual([{ kind: 'closures', position: 30n, request: 10n, key: 0, factPosition: 20n }]);
  });

  it('treats the time between a closure and a reopening as a suspension of the limit', () => {
    const story = new Story(threeDays).received('03-02 09:00', 'A').completed('03-03 10:00', 'A').then('RequestReopened', '03-09 10:00', 'A').completed('03-11 10:00', 'A');
    expect(story.facts.closures.map(({ promised, promisedDueMs }) => [promised, promisedDueMs])).toEqual([
      ['ON_TIME', ms('03-05 17:00')], ['ON_TIME', ms('03-11 17:00')],
    ]);
  });

  it('starts the clock at the acceptance where the item says so', () => {
    const story = new Story({ ...threeDays, clockStart: 'ACCEPTANCE' }).received('03-02 09:00', 'A').then('RequestAccepted', '03-04 09:00', 'A');
    expect(story.facts.dues.map(({ dueMs }) => dueMs)).toEqual([ms('03-05 17:00'), ms('03-09 17:00')]);
  });

  it('states budget and use in working time', () => {
    const story = new Story({ promisedLimit: { unit: 'WORKING_HOUR', amount: 10 } }).received('03-02 09:00', 'A').completed('03-02 14:00', 'A');
    expect(story.facts.closures[0]).toEqual(expect.objectContaining({ promisedBudgetMs: hours(10), promisedUsedMs: hours(3.5) }));
  });
});

describe('a change of the calendar', () => {
  it('moves the due instant of an open request from the change on and leaves what was known before', () => {
    const story = new Story(threeDays).received('03-02 09:00', 'A').calendarRevised('03-04'.replace(/^/, '2026-'), { '2026-03-04': { spans: [] } });
    expect(story.facts.dues[0]!.dueMs).toBe(ms('03-06 17:00'));
    expect(story.steps.at(-1)!.retracted).toContainEqual({ kind: 'dues', position: 20n, request: 10n, key: 0, factPosition: 10n });
  });

  it('never restates a closure: neither its figures nor the holdings that belong to it', () => {
    const story = new Story(threeDays).received('03-02 09:00', 'A').transferred('03-02 10:00', 'A', 'B').completed('03-04 15:00', 'B');
    const before = story.facts;
    story.calendarRevised('2026-03-04', { '2026-03-04': { spans: [] } });
    expect(story.facts).toEqual(before);
    story.then('RequestReopened', '03-05 09:00', 'B').completed('03-05 10:00', 'B');
    expect(story.facts.holdings.slice(0, 2)).toEqual(before.holdings);
    expect(story.facts.closures[0]).toEqual(before.closures[0]);
    // The second closure is measured with the calendar of its own position: 4 March has no working time any more.
    expect(story.facts.closures[1]!.processingMs).toBe(hours(6.5 + 6.5 + 1));
  });

  it('corrects a holding that ended the same day in a request that is still open', () => {
    const story = new Story().received('03-02 09:00', 'A').transferred('03-03 12:00', 'A', 'B');
    expect(story.facts.holdings[0]!.holdingMs).toBe(hours(9.5));
    story.calendarRevised('2026-03-03', { '2026-03-03': { spans: [{ from: '10:00', until: '17:00' }] } });
    expect(story.facts.holdings[0]!.holdingMs).toBe(hours(8.5));
    expect(story.steps.at(-1)!.appended).toContainEqual(expect.objectContaining({ kind: 'holdings', position: 30n, key: 0 }));
  });

  it('takes every fact of a voided request back', () => {
    const story = new Story(threeDays).received('03-02 09:00', 'A').completed('03-03 10:00', 'A').then('RequestVoided', '03-04 10:00', 'S');
    const live = story.steps.flatMap(({ appended }) => appended.map(({ kind }) => kind)).filter((kind) => kind !== 'tails');
    const gone = story.steps.flatMap(({ retracted }) => retracted.map(({ kind }) => kind)).filter((kind) => kind !== 'tails');
    expect(gone.sort()).toEqual(live.sort());
    expect(Object.values(story.facts).flat()).toEqual([]);
  });
});
