import { efficiencyOf } from '../../support/graphql-efficiency.js';
import { reportOf } from '../../support/graphql-figures.js';
import { hallTime, SmallHall } from '../../support/read-side-hall.js';
import { restatementsOf } from '../../support/restatements.js';

jest.setTimeout(120_000);

/** One of each kind of statement. */
const FIGURES = 'received closures buckPasses processingTime { p50 { ms } } ledger { holding { ms } } backlog { open } timeliness { earlyShareMean }';
const channels = (n: number): readonly string[] => Array.from({ length: n }, (_, index) => `CHANNEL-${index}`);

/** A hundred requests, each by a channel of its own: so many groups as the filter lets through. */
describe('How many statements a question takes', () => {
  let hall: SmallHall;
  let before = '';
  beforeAll(async () => {
    hall = await SmallHall.open('03-10 16:00');
    before = await hall.receive('R', '03-02 09:00');
    for (const channel of channels(100)) {
      await hall.say(channel, 'ReceiveRequest', '03-02 09:00', 'intake', { serviceItemCode: 'permit', channel, urgency: 'NORMAL', applicant: null });
    }
    await hall.side.readModel.caughtUp();
  });
  afterAll(() => hall.side.stop());

  async function statementsOf(ask: () => Promise<unknown>): Promise<number> {
    const query = jest.spyOn(hall.side.readModel, 'query');
    try {
      await ask();
      return query.mock.calls.length;
    } finally {
      query.mockRestore();
    }
  }

  it('is the same for 1, 10 and 100 groups with figures of every kind and both comparisons', async () => {
    const counts: number[] = [];
    for (const n of [1, 10, 100]) {
      const question = { by: ['CHANNEL'], filter: { channels: channels(n) }, period: { from: hallTime('03-01 00:00'), to: hallTime('04-01 00:00') } };
      counts.push(await statementsOf(async () => expect((await efficiencyOf(hall.side, question, FIGURES, true)).totalCount).toBe(n)));
    }
    expect(counts[0]).toBeGreaterThan(5);
    expect(counts).toEqual([counts[0], counts[0], counts[0]]);
  });

  it('is the same for 1, 10 and 100 restating events, and for 1 and 100 requests behind a report', async () => {
    const [restated, reported]: [number[], number[]] = [[], []];
    for (const n of [1, 10, 100]) {
      const filter = { channels: channels(n) };
      restated.push(await statementsOf(async () => {
        const { figures } = await restatementsOf(hall.side, { since: { position: before }, at: hallTime('03-10 16:00'), filter });
        expect(figures['total']!['RECEIVED']).toMatchObject({ difference: n });
        expect(figures['total']!['RECEIVED']!.events).toHaveLength(n);
      }));
      if (n !== 10) reported.push(await statementsOf(() => reportOf(hall.side, { filter })));
    }
    expect(restated).toEqual([restated[0], restated[0], restated[0]]);
    expect(reported).toEqual([reported[0], reported[0]]);
  });
});
