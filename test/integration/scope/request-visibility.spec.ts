import type { AccessScope } from '../../../src/kernel/actor.js';
import { canSee } from '../../../src/efficiency/read-model/request-visibility.js';
import { SmallHall } from '../../support/read-side-hall.js';

const departments = (ids: readonly string[]): string => ids.map((id) =>
  `${id}: registerDepartment(input: { departmentId: "${id}", name: "${id}" }) { recorded refused { code message } }`).join(' ');

describe('who may see a request', () => {
  jest.setTimeout(120_000);
  let hall: SmallHall;
  const seen = (scope: Partial<AccessScope>, requestId: string, hallId = 'hall'): Promise<boolean> =>
    canSee(hall.side.readModel, { halls: 'all', departmentTrees: 'all', ...scope }, hallId, requestId);
  const seenBy = (tree: string, requestId: string): Promise<boolean> => seen({ departmentTrees: [tree] }, requestId);

  beforeAll(async () => {
    hall = await SmallHall.open('03-06 12:00');
    await hall.side.ask(`mutation { ${departments(['archive', 'bureau'])} }`);
    await hall.side.ask('mutation { registerDepartment(input: { departmentId: "planning", name: "planning", parentId: "bureau" }) { recorded refused { code message } } }');
    await hall.receive('passed', '03-02 09:00');
    await hall.transfer('passed', '03-02 10:00', 'intake', 'planning');
    await hall.receive('recalled', '03-02 09:00');
    await hall.transfer('recalled', '03-02 10:00', 'intake', 'licensing');
    await hall.say('recalled', 'RecallTransfer', '03-02 10:05', 'intake', {});
    await hall.receive('accepted', '03-02 09:00');
    await hall.say('accepted', 'AcceptRequest', '03-02 09:30', 'archive', {});
    await hall.receive('voided', '03-02 09:00');
    await hall.say('voided', 'VoidRequest', '03-02 09:30', 'intake', {});
  });
  afterAll(() => hall.side.stop());

  it('sees every request of its halls that is there, and none that is not', async () => {
    expect(await Promise.all([seen({}, 'passed'), seen({ halls: ['hall'] }, 'passed'), seen({}, 'absent'), seen({ halls: ['hall'] }, 'absent')])).toEqual([true, true, false, false]);
  });

  it('sees no request of another hall, and none with an empty scope', async () => {
    expect(await Promise.all([seen({ halls: ['other'] }, 'passed'), seen({ halls: [] }, 'passed'), seen({ departmentTrees: [] }, 'passed')])).toEqual([false, false, false]);
  });

  it('sees what its departments hold, have held, were sent, or acted on', async () => {
    expect(await Promise.all([
      seenBy('planning', 'passed'), seenBy('intake', 'passed'), seenBy('licensing', 'recalled'), seenBy('archive', 'accepted'),
    ])).toEqual([true, true, true, true]);
    expect(await Promise.all([
      seenBy('licensing', 'passed'), seenBy('archive', 'passed'), seenBy('planning', 'recalled'), seenBy('planning', 'accepted'), seenBy('nowhere', 'passed'),
    ])).toEqual([false, false, false, false, false]);
  });

  it('counts what lies below a department into its tree, and not what lies above', async () => {
    expect(await Promise.all([seenBy('bureau', 'passed'), seenBy('bureau', 'accepted')])).toEqual([true, false]);
    await hall.side.ask('mutation { registerDepartment(input: { departmentId: "planning", name: "planning", parentId: "archive" }) { recorded refused { code message } } }');
    await hall.side.readModel.caughtUp();
    expect(await Promise.all([seenBy('bureau', 'passed'), seenBy('archive', 'passed')])).toEqual([false, true]);
  });

  it('still sees a voided request, in every place it had been', async () => {
    expect(await Promise.all([seen({}, 'voided'), seenBy('intake', 'voided'), seenBy('planning', 'voided')])).toEqual([true, true, false]);
  });
});
