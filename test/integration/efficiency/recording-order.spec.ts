import { randomIntegers, runSeed } from '../../support/event-store/random.js';
import { reportOf, type Report } from '../../support/graphql-figures.js';
import { DEMO_NOW, DEMO_NOW_MS, startDemo } from '../../support/read-side-demo.js';
import { appendAll, asItHappened, eventsOf, type LoggedEvent } from '../../support/read-side-log.js';
import { HandClock, startReadSide } from '../../support/read-side.js';

jest.setTimeout(120_000);

async function reportOver(events: readonly LoggedEvent[]): Promise<Report> {
  const side = await startReadSide({ clock: new HandClock(DEMO_NOW_MS) });
  await appendAll(side.store, events);
  const report = await reportOf(side, { at: DEMO_NOW });
  await side.stop();
  return report;
}

describe('figures', () => {
  it(`are the same to the last digit in whatever order requests were recorded (SEED=${runSeed})`, async () => {
    const side = await startDemo({ seed: 51, requestsPerYear: 150 });
    const recorded = await reportOf(side, { at: DEMO_NOW });
    const events = await eventsOf(side.store);
    await side.stop();
    expect(recorded.total['promised.earlyShareMean']).toBeGreaterThan(0);
    const isRequest = ({ stream }: LoggedEvent): boolean => stream.startsWith('serviceRequest-');
    const random = randomIntegers(runSeed);
    const shuffled = [...Map.groupBy(events.filter(isRequest), ({ stream }) => stream).values()]
      .map((of) => ({ of, place: random(2 ** 31) })).sort((a, b) => a.place - b.place).flatMap(({ of }) => of);
    for (const order of [asItHappened(events), [...events.filter((event) => !isRequest(event)), ...shuffled]]) {
      const { total, departments } = await reportOver(order);
      expect({ total, departments }).toEqual({ total: recorded.total, departments: recorded.departments });
    }
  });
});
