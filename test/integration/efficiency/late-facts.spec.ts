import { reportOf, type Figures } from '../../support/graphql-figures.js';
import { hallTime, SmallHall } from '../../support/read-side-hall.js';

jest.setTimeout(120_000);

/**
 * One request, received on Monday 03-02 with five working days promised, so due on Monday 03-09 at 17:00. It is passed backwards
 * once (unplanned), and completed on Tuesday 03-10: late. On Friday 03-13 the month is asked for; what comes after that came late.
 */
describe('what is recorded late', () => {
  let hall: SmallHall;
  let asked: { readonly position: string; readonly total: Figures };
  const AT = hallTime('04-01 09:00');
  beforeEach(async () => {
    hall = await SmallHall.open('03-10 16:00');
    await hall.receive('R1', '03-02 09:00');
    await hall.transfer('R1', '03-03 09:00', 'intake', 'planning');
    await hall.transfer('R1', '03-04 09:00', 'planning', 'intake');
    const position = await hall.complete('R1', '03-10 15:00', 'intake');
    hall.now('03-13 12:00');
    asked = { position, total: (await reportOf(hall.side, { at: AT })).total };
  });
  afterEach(() => hall.side.stop());

  const today = async (): Promise<Figures> => (await reportOf(hall.side, { at: AT })).total;

  /** By the position that was known then, and by the instant at which it was asked. */
  async function expectTheSameAsAsked(): Promise<void> {
    for (const asKnownAt of [{ position: asked.position }, { instant: hallTime('03-13 12:00') }]) {
      expect((await reportOf(hall.side, { at: AT, asKnownAt })).total).toEqual(asked.total);
    }
  }

  it('begins with a request that was late, passed back once and processed for 39.5 + 4.5 working hours', () => {
    expect(asked.total).toMatchObject({
      received: 1, closures: 1, transfersOut: 2, plannedTransfers: 1, buckPasses: 1, buckPassesBeforeRulings: 1, returns: 1, pingPongs: 1,
      'promised.byClosure.late': 1, 'promised.byClosure.onTime': 0, 'promised.byDueDate.failed': 1, 'statutory.byClosure.onTime': 1,
      // Monday 03-02 to Monday 03-09 are six days of 6.5 hours; on Tuesday three in the morning and 13:30 to 15:00.
      'processingTime.total': String((6 * 6.5 + 4.5) * 3_600_000),
    });
  });

  it('turns today’s closure in time when an extension was granted in time, and leaves the figure that was asked before', async () => {
    hall.now('03-16 10:00');
    await hall.say('R1', 'ExtendLimit', '03-06 10:00', 'planning', { limit: 'PROMISED', amount: 1, approver: 'chief', reason: 'site visit' });
    expect(await today()).toMatchObject({ 'promised.byClosure.late': 0, 'promised.byClosure.onTime': 1, 'promised.byDueDate.failed': 0, 'promised.byDueDate.doneOnTime': 1 });
    await expectTheSameAsAsked();
  });

  it('lets a ruling clear a buck-pass today, both figures side by side, and leaves the figure that was asked before', async () => {
    hall.now('03-16 10:00');
    await hall.say('R1', 'RuleTransfer', '03-16 09:30', 'planning', { revision: 2, verdict: 'JUSTIFIED', reason: 'sent by the wrong form' });
    expect(await today()).toMatchObject({ buckPasses: 0, buckPassesBeforeRulings: 1, transfersOut: 2, pingPongs: 1 });
    await expectTheSameAsAsked();
  });

  it('lets the last of two rulings count, each from when it was recorded', async () => {
    const cleared = await hall.now('03-16 10:00').say('R1', 'RuleTransfer', '03-16 09:30', 'planning', { revision: 2, verdict: 'JUSTIFIED', reason: 'first' });
    await hall.now('03-17 10:00').say('R1', 'RuleTransfer', '03-17 09:30', 'planning', { revision: 2, verdict: 'BUCK_PASSING', reason: 'second' });
    await hall.say('R1', 'RuleTransfer', '03-17 09:40', 'planning', { revision: 1, verdict: 'BUCK_PASSING', reason: 'planned, and still' });
    expect(await today()).toMatchObject({ buckPasses: 2, buckPassesBeforeRulings: 1 });
    expect((await reportOf(hall.side, { at: AT, asKnownAt: { position: cleared } })).total).toMatchObject({ buckPasses: 0 });
    await expectTheSameAsAsked();
  });

  it('takes voided requests, completed or open, out of every figure today and leaves the figure that was asked before', async () => {
    hall.now('03-16 10:00');
    await hall.receive('R2', '03-16 09:00');
    await hall.transfer('R2', '03-16 09:10', 'intake', 'planning');
    await hall.say('R2', 'VoidRequest', '03-16 09:20', 'planning', { reason: 'twice the same' });
    await hall.say('R1', 'VoidRequest', '03-16 09:30', 'planning', { reason: 'registered by mistake' });
    const counted = Object.entries(await today()).filter(([, value]) => value !== null && Number(value) !== 0);
    expect(counted).toEqual([]);
    await expectTheSameAsAsked();
  });
});
