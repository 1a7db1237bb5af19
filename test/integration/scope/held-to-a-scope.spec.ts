import fc from 'fast-check';
import { EfficiencyReport } from '../../../src/efficiency/api/efficiency-report.js';
import { questionOf } from '../../../src/efficiency/api/figure-question.args.js';
import { requestIntervals } from '../../../src/efficiency/read-model/figures/delay/request-intervals.js';
import type { FigureFilter } from '../../../src/efficiency/read-model/figures/figure-filter.js';
import { COUNTED, FIGURES, MEASURED, type CountedFigure, type Figure, type MeasuredFigure } from '../../../src/efficiency/read-model/figures/figure-relations.js';
import { requestsOfFigure } from '../../../src/efficiency/read-model/figures/requests-of-figure.js';
import { spanOf } from '../../../src/efficiency/read-model/figures/restatements/restated-scope.js';
import { touchedVersions } from '../../../src/efficiency/read-model/figures/restatements/touched-versions.js';
import { parkedRequests } from '../../../src/efficiency/read-model/parked-requests.js';
import { isInSight } from '../../../src/efficiency/read-model/request-visibility.js';
import { type FigureQuestion, scopeOf } from '../../../src/efficiency/read-model/scope-of.js';
import { type AccessScope, EVERYWHERE } from '../../../src/kernel/actor.js';
import { SmallHall } from '../../support/read-side-hall.js';
import { idsOf, referenceOf } from '../../support/two-halls/known-ids.js';
import { recordStory } from '../../support/two-halls/record-story.js';

const NOW_MS = Date.parse('2026-03-02T04:00:00Z');
const DEPARTMENTS = ['east', 'east-intake', 'east-planning', 'west', 'west-intake', 'west-planning', 'west-licensing', 'void'];
const WEST: AccessScope = { halls: ['west'], departmentTrees: 'all' };
const WEST_TREE: AccessScope = { halls: 'all', departmentTrees: ['west'] };

const someOf = (values: readonly string[]) => fc.subarray([...values]);
const leaf: fc.Arbitrary<FigureFilter> = fc.oneof(
  { arbitrary: someOf(['east', 'west', 'void']).map((hallIds) => ({ hallIds })), weight: 4 }, { arbitrary: someOf(DEPARTMENTS).map((departmentIds) => ({ departmentIds })), weight: 4 },
  someOf(['east', 'west', 'void']).map((departmentTreeIds) => ({ departmentTreeIds })), someOf(['east-officer', 'west-officer']).map((officerIds) => ({ officerIds })),
  fc.boolean().map((officerUnknown) => ({ officerUnknown })), someOf(['east-channel', 'west-channel']).map((channels) => ({ channels })),
  fc.constant({ outcomes: ['GRANTED'] }), fc.constant({ transfers: { min: 1 } }), fc.constant({}));
const { filter: filterArb } = fc.letrec<{ filter: FigureFilter }>((tie) => ({
  filter: fc.oneof({ maxDepth: 3, depthSize: 'small' }, leaf, fc.array(tie('filter'), { maxLength: 3 }).map((or) => ({ or })),
    fc.array(tie('filter'), { maxLength: 2 }).map((and) => ({ and })), tie('filter').map((not) => ({ not }))),
}));
const reach = (values: readonly string[]) => fc.oneof(fc.constant('all' as const), someOf(values));
const scopeArb: fc.Arbitrary<AccessScope> = fc.record({ halls: reach(['east', 'west']), departmentTrees: reach(['east', 'west', 'west-planning', 'void']) });
const asFilter = ({ halls, departmentTrees }: AccessScope): FigureFilter =>
  ({ ...(halls !== 'all' && { hallIds: halls }), ...(departmentTrees !== 'all' && { departmentTreeIds: departmentTrees }) });

describe('A question that is held to a scope', () => {
  jest.setTimeout(120_000);
  let hall: SmallHall;
  beforeAll(async () => {
    hall = await SmallHall.open('03-02 12:00');
    for (const ids of [idsOf('east'), idsOf('west')]) {
      await hall.side.ask(referenceOf(ids));
      await recordStory(hall.side.bus, ids);
    }
    await hall.side.readModel.caughtUp();
  }, 120_000);
  afterAll(() => hall?.side.stop());

  const asked = (filter: FigureFilter, within: AccessScope, over: Partial<FigureQuestion> = {}) =>
    scopeOf(hall.side.readModel, { ...questionOf({}, { role: 'supervisor', scope: within }), filter, atMs: NOW_MS, ...over }, NOW_MS);
  const reportOf = (scope: Awaited<ReturnType<typeof asked>>) => new EfficiencyReport(hall.side.readModel, scope, new Map());

  it('is the same question with one more "and", whatever was asked, and never tells of more than the scope alone', async () => {
    const figures = fc.record({ counted: fc.constantFrom(...(Object.keys(COUNTED) as CountedFigure[])), measured: fc.constantFrom(...(Object.keys(MEASURED) as MeasuredFigure[])) });
    const probe = fc.constantFrom('GROUPS', 'COUNT', 'MEASURE', 'LEDGER', 'BACKLOG', 'LIST');
    await fc.assert(fc.asyncProperty(filterArb, scopeArb, figures, probe, async (filter, within, { counted, measured }, asks) => {
      const over = { by: ['HALL', 'DEPARTMENT'] } as const;
      const [held, free] = [await asked(filter, within, over), await asked({ and: [filter, asFilter(within)] }, EVERYWHERE, over)];
      const listed = async (scope: typeof held) => (await requestsOfFigure(hall.side.readModel, scope, counted, 100, null)).rows.map(({ hall: hallId, request_id: id }) => `${hallId}.${id}`);
      const told = (scope: typeof held): Promise<unknown> => {
        const report = reportOf(scope);
        return { GROUPS: () => report.groups(), COUNT: () => report.count(null, counted), MEASURE: () => report.measure(null, measured), LEDGER: () => report.ledger(null), BACKLOG: () => report.backlog(null), LIST: () => listed(scope) }[asks]();
      };
      const answer = await told(held);
      expect(answer).toEqual(await told(free));
      if (asks !== 'LIST') return;
      const alone = await listed(await asked({}, within));
      for (const id of answer as string[]) expect(alone).toContain(id);
      for (const id of alone) expect([id, await isInSight(hall.side.readModel, within, id.slice(0, 4), id.slice(5))]).toEqual([id, true]);
    }), { numRuns: 40, verbose: 1 });
  });

  it('opens every figure into requests that may be looked at one by one', async () => {
    const scope = await asked({}, WEST_TREE);
    const pages = await Promise.all((Object.keys(FIGURES) as Figure[]).map((figure) => requestsOfFigure(hall.side.readModel, scope, figure, 100, null)));
    const ids = new Set(pages.flatMap(({ rows }) => rows.map(({ hall: hallId, request_id: id }) => `${hallId}.${id}`)));
    expect([...ids].filter((id) => !id.startsWith('west.'))).toEqual([]);
    expect(ids.size).toBe(5);
    for (const id of ids) expect(await isInSight(hall.side.readModel, WEST_TREE, 'west', id.slice(5))).toBe(true);
  });

  it('goes by the tree of now, also where the question is of earlier', async () => {
    const { ask, readModel } = hall.side;
    const before = readModel.position()!;
    const move = (parentId: string) => ask(`mutation { registerDepartment(input: { departmentId: "east-intake", name: "Department east-intake", parentId: "${parentId}" }) { recorded } }`);
    const received = async (within: AccessScope, filter = {}) => reportOf(await asked(filter, within, { asKnownAt: { position: before } })).count(null, 'RECEIVED');
    expect([await received(WEST_TREE), await received(EVERYWHERE, { departmentTreeIds: ['west'] })]).toEqual([5, 5]);
    await move('west');
    await readModel.caughtUp();
    expect([await received(WEST_TREE), await received({ ...WEST_TREE, departmentTrees: ['east'] }), await received(EVERYWHERE, { departmentTreeIds: ['west'] })]).toEqual([10, 0, 5]);
    await move('east');
    await readModel.caughtUp();
  });

  it('lists no department that held nothing within it, and no day on which only others did anything', async () => {
    expect(await reportOf(await asked({}, WEST)).departments()).toEqual(['west-intake', 'west-licensing', 'west-planning']);
    expect(await reportOf(await asked({ not: { departmentIds: ['void'] } }, WEST_TREE)).departments()).toEqual(['west-intake', 'west-licensing', 'west-planning']);
    const days = async (within: AccessScope) => (await asked({}, within, { by: ['WEEK'] })).grouping!.buckets.map(({ key }) => key);
    expect([(await days(EVERYWHERE))[0], await days({ halls: [], departmentTrees: 'all' })]).toEqual(['2026-W06', ['2026-W10']]);
  });

  it('is asked in other words only of whoever is held to one', async () => {
    const { readModel } = hall.side;
    const statements = async (within: AccessScope): Promise<string[]> => {
      const spy = jest.spyOn(readModel, 'query');
      const scope = await asked({}, within, { by: ['WEEK'] });
      const report = reportOf(await asked({}, within));
      await Promise.all([report.departments(), report.groups(), report.count(null, 'RECEIVED'), report.ledger(null), report.backlog(null), parkedRequests(readModel, scope.sight ?? null, 1, null)]);
      await touchedVersions(readModel, { ...spanOf(readModel, { before: { ...scope, position: 10n }, after: scope }), calendarChanges: [{ calendarId: 'weekdays', position: 40n }] });
      await requestIntervals(readModel, scope, 'west', 'west-done');
      const sql = spy.mock.calls.map(([text]) => text);
      spy.mockRestore();
      return sql;
    };
    const [free, held] = [await statements(EVERYWHERE), await statements(WEST)];
    // Every statement is made of the filter and the sight: without a scope they are what was asked, and nothing.
    const { filter, sight, asked: alone } = await asked({ channels: ['west-channel'] }, EVERYWHERE);
    expect([filter, sight, alone]).toEqual([{ channels: ['west-channel'] }, undefined, undefined]);
    expect([free.length, free.filter((sql) => /sight|hallIds|departmentIds/.test(sql))]).toEqual([held.length, []]);
    // All but the ledger of one request, of which it was asked before whether it may be seen.
    expect(held.filter((sql) => !/sight|hallIds/.test(sql)).length).toBe(2);
  });

  it('may be as large as without one', () => {
    const deep = (depth: number): object => (depth === 1 ? { hallIds: ['west'] } : { and: [deep(depth - 1)] });
    expect(questionOf({ filter: deep(8) }, { role: 'supervisor', scope: WEST }).within).toBe(WEST);
    expect(() => questionOf({ filter: deep(9) }, { role: 'supervisor', scope: WEST })).toThrow(expect.objectContaining({ extensions: expect.objectContaining({ code: 'FILTER_TOO_DEEP' }) }));
  });
});
