import { DEMO_NOW_MS, startDemo } from '../../support/read-side-demo.js';
import { eventsOf } from '../../support/read-side-log.js';
import type { ReadSide } from '../../support/read-side.js';
import { whatIf } from '../../support/what-if-api.js';
import { flipsByHand } from '../../support/what-if-by-hand.js';

jest.setTimeout(120_000);

describe('a what-if of the demo hall', () => {
  let side: ReadSide;
  beforeAll(async () => {
    side = await startDemo({ seed: 2026, requestsPerYear: 200 });
  });
  afterAll(() => side.stop());

  it('with the promised limit shortened by a day lists exactly the requests that a walk over the days finds', async () => {
    const { flips, at } = await whatIf(side, { items: [{ promised: { unit: 'WORKING_DAY', by: -1 } }] });
    const found = flipsByHand(await eventsOf(side.store), DEMO_NOW_MS);
    expect(at).toBe(new Date(DEMO_NOW_MS).toISOString());
    expect(flips).toEqual(found);
    expect(found.length).toBeGreaterThan(10);
    expect(new Set(found.map(({ subject }) => subject))).toEqual(new Set(['CLOSURE', 'OPEN']));
  });

  it('with unchanged rules differs in no figure of no department', async () => {
    const { flips, totals, differences } = await whatIf(side, { items: [{ promised: { unit: 'WORKING_DAY', by: 0 }, route: undefined }] });
    expect([flips, totals, Object.values(differences).flat()]).toEqual([[], [], []]);
    expect(Object.keys(differences).length).toBeGreaterThan(10);
  });
});
