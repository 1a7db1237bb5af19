import { ReadModelRebuilding } from '../../../src/efficiency/read-model/facts.js';
import { HALL_REFERENCE } from '../../support/hall/hall-reference.js';
import { HandClock, type ReadSide, startReadSide } from '../../support/read-side.js';

jest.setTimeout(60_000);

describe('while no read model of this version is built', () => {
  let side: ReadSide;
  beforeAll(async () => {
    side = await startReadSide({ clock: new HandClock(Date.parse('2026-03-02T09:00:00Z')) });
    await side.ask(HALL_REFERENCE);
    jest.spyOn(side.readModel, 'query').mockRejectedValue(new ReadModelRebuilding());
    jest.spyOn(side.readModel, 'request').mockRejectedValue(new ReadModelRebuilding());
  });
  afterAll(() => side.stop());

  it.each([
    ['departmentEfficiency', '{ departmentEfficiency { total { received } } }'],
    ['serviceRequests', '{ serviceRequests(figure: RECEIVED, first: 1) { totalCount } }'],
    ['serviceRequest', '{ serviceRequest(id: "hall.any") { completed } }'],
  ])('%s is refused by a code of its own, in two languages', async (_name, query) => {
    const refused = await side.ask(query).then(() => null, (error: Error) => error.message);
    expect(refused).toContain('"code":"READ_MODEL_REBUILDING"');
    expect(refused).toMatch(/ask the same again later.*请稍后重试/);
  });
});
