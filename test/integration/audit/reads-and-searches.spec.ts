import { hash } from 'node:crypto';
import { EVERYWHERE, type AccessScope } from '../../../src/kernel/actor.js';
import { EventStoreUnavailable } from '../../../src/event-store/errors.js';
import type { RecordedEvent } from '../../../src/event-store/event-store.port.js';
import { verifyStream } from '../../../src/event-store/audit-hash.js';
import { historyReadStream, historySearchStream } from '../../../src/audit/domain/audit-events.js';
import { all } from '../../support/event-store/events.js';
import type { Json } from '../../support/read-side.js';
import { APPLICANT, hallTime, HISTORY, historyOf, nodesOf, type WorkedHistory, workedHistory } from '../../support/audit/worked-history.js';

const SEARCH = `query S($filter: HistorySearchInput!, $asKnownAt: AsKnownAtInput, $first: Int, $after: String) {
  historySearch(filter: $filter, asKnownAt: $asKnownAt, first: $first, after: $after) {
    position totalCount pageInfo { hasNextPage endCursor }
    edges { cursor node { id applicantPseudonym matchCount events { type revision officerId assignedOfficerId terminalId principal } } } } }`;
const trees = (...departmentTrees: string[]): AccessScope => ({ halls: 'all', departmentTrees });

/** A busy machine is no fault. */
jest.setTimeout(60_000);

describe('Readings and searches of histories', () => {
  let worked: WorkedHistory;
  const side = () => worked.hall.side;
  const recorded = (stream: string): Promise<readonly RecordedEvent[]> => all(side().store, stream);
  const readings = (id = 'H1') => recorded(historyReadStream('hall', id));
  const search = async (filter: object, more: object = {}, scope?: AccessScope): Promise<Json> =>
    (await side().askAs('supervisor', SEARCH, { filter, first: 20, ...more }, scope)).historySearch;
  const idsOf = ({ edges }: Json): readonly string[] => edges.map(({ node }: Json) => node.id);
  beforeAll(async () => {
    worked = await workedHistory();
    await worked.hall.receive('H2', '03-10 09:00', 'planning');
    await worked.hall.say('H2', 'AssignOfficer', '03-10 10:00', 'planning', { assignedOfficerId: 'li' });
    await side().readModel.caughtUp();
  });
  afterAll(() => worked.hall.side.stop());

  it('are recorded with who, in which role, of what, as of when and why, before the answer', async () => {
    const before = (await readings()).length;
    const history = await historyOf(worked.hall, { asOf: hallTime('03-05 10:00'), asKnownAt: { position: worked.positions[4]! }, reason: 'complaint of Ms Wang' });
    const [reading, ...none] = (await readings()).slice(before);
    expect(none).toEqual([]);
    expect(reading).toMatchObject({
      type: 'HistoryRead', metadata: { principal: 'supervisor-1' },
      data: { hallId: 'hall', requestId: 'H1', role: 'supervisor', through: 'GRAPHQL', position: worked.positions[4], asOf: hallTime('03-05 10:00'), asKnownAt: worked.positions[4] },
    });
    expect(String(reading?.position)).toBe(history.readAt);
    // What was said may name a person: it stands there as ciphertext under the applicant's key.
    expect(JSON.stringify([reading?.data, reading?.metadata])).not.toContain('Wang');
    expect((reading?.data['reason'] as { keyId: string }).keyId).toBe(history.applicantPseudonym);
    expect(history.reads.totalCount).toBe(before + 1);
    expect(history.reads.edges.at(-1).node).toMatchObject({ principal: 'supervisor-1', through: 'GRAPHQL', reason: { state: 'CLEAR', text: 'complaint of Ms Wang' } });
    expect(await verifyStream(await readings())).toBeNull();
  });

  it('are one each, also when many read at once', async () => {
    const before = (await readings()).length;
    await Promise.all(Array.from({ length: 8 }, () => historyOf(worked.hall)));
    expect(await readings()).toHaveLength(before + 8);
    expect(await verifyStream(await readings())).toBeNull();
  });

  it('are refused, retryably and without a word of the history, when they cannot be recorded', async () => {
    const append = jest.spyOn(side().store, 'append').mockImplementation(async (stream) => {
      throw new EventStoreUnavailable(`${stream} cannot be written`);
    });
    try {
      const refused = await historyOf(worked.hall).catch((error: Error) => error.message);
      expect(refused).toContain('"code":"UNAVAILABLE"');
      expect(refused).not.toMatch(/licensing|RequestReceived/);
      expect(await search({ officerId: 'li' }).catch((error: Error) => error.message)).toContain('"code":"UNAVAILABLE"');
    } finally {
      append.mockRestore();
    }
    expect(nodesOf(await historyOf(worked.hall))).toHaveLength(9);
  });

  it('answer a request of another subtree, of another hall and one that never was alike, and record none of them', async () => {
    const asked = [
      historyOf(worked.hall, {}, trees('planning')), historyOf(worked.hall, {}, { halls: ['other'], departmentTrees: 'all' }), historyOf(worked.hall, { id: 'hall.never' }),
      historyOf(worked.hall, { id: 'other.H1' }), historyOf(worked.hall, { id: 'no id at all . ' }),
    ];
    const before = (await readings()).length;
    expect(await Promise.all(asked)).toEqual([null, null, null, null, null]);
    expect(await readings()).toHaveLength(before);
    expect(await readings('never')).toEqual([]);
    expect(nodesOf(await historyOf(worked.hall, {}, trees('licensing')))).toHaveLength(9);
  });

  it.each(['terminal', 'analyst', 'administrator'] as const)('are not for a %s', async (role) => {
    const before = (await readings()).length;
    await expect(side().askAs(role, HISTORY, { id: 'hall.H1' })).rejects.toThrow('FORBIDDEN');
    await expect(side().askAs(role, SEARCH, { filter: { officerId: 'li' } })).rejects.toThrow('FORBIDDEN');
    expect(await readings()).toHaveLength(before);
  });

  it('find requests by officer, also the assigned one, by terminal, login, type and period', async () => {
    expect(idsOf(await search({ officerId: 'li' }))).toEqual(['hall.H1', 'hall.H2']);
    expect(idsOf(await search({ officerId: 'li', type: 'OfficerAssigned' }))).toEqual(['hall.H2']);
    expect((await search({ terminalId: 'T-1' })).edges[0].node).toMatchObject({ id: 'hall.H1', matchCount: 1, events: [{ type: 'RequestReceived', revision: 0, officerId: 'li', terminalId: 'T-1', principal: 'test' }] });
    expect(idsOf(await search({ principal: 'test', period: { from: hallTime('03-10 00:00'), to: hallTime('03-11 00:00') } }))).toEqual(['hall.H2']);
    expect(idsOf(await search({ officerId: "li' OR 1=1 --" }))).toEqual([]);
    await expect(search({})).rejects.toThrow('SEARCH_EMPTY');
    await expect(search({ officerId: 'li' }, { first: 51 })).rejects.toThrow('BAD_PAGE_SIZE');
  });

  it('find requests by pseudonym or reference of the applicant, and make no key for somebody unknown', async () => {
    const { applicantPseudonym } = await historyOf(worked.hall);
    expect(idsOf(await search({ applicantPseudonym }))).toEqual(['hall.H1']);
    const found = await search({ applicantReference: APPLICANT });
    expect(found.edges.map(({ node }: Json) => node)).toMatchObject([{ id: 'hall.H1', applicantPseudonym, matchCount: 9 }]);
    expect(idsOf(await search({ applicantReference: APPLICANT, officerId: 'zhao' }))).toEqual(['hall.H1']);
    expect((await search({ applicantReference: 'ID-nobody' })).totalCount).toBe(0);
    expect(await side().keyring.lookup('applicant:hall:ID-nobody')).toBeNull();
    const searches = await recorded(historySearchStream('hall'));
    expect(searches.at(-1)?.data).toMatchObject({ fields: ['applicantReference'], applicant: null, role: 'supervisor' });
    expect(searches.at(-2)?.data).toMatchObject({ fields: ['applicantReference', 'officerId'], applicant: applicantPseudonym });
    const text = JSON.stringify(searches.map(({ data, metadata }) => ({ data, metadata })));
    for (const secret of [APPLICANT, 'ID-nobody', 'zhao', hash('sha256', APPLICANT)]) expect(text).not.toContain(secret);
    expect(await verifyStream(searches)).toBeNull();
  });

  it('come in pages, as the log stood, and record every request shown as read through a search', async () => {
    const before = [(await readings()).length, (await readings('H2')).length, (await recorded(historySearchStream('hall'))).length];
    const first = await search({ principal: 'test' }, { first: 1 });
    expect([idsOf(first), first.totalCount, first.pageInfo.hasNextPage]).toEqual([['hall.H1'], 2, true]);
    const next = await search({ principal: 'test' }, { first: 1, after: first.pageInfo.endCursor });
    expect([idsOf(next), next.pageInfo.hasNextPage]).toEqual([['hall.H2'], false]);
    expect((await search({ principal: 'test' }, { asKnownAt: { position: worked.positions[1] } })).edges[0].node).toMatchObject({ id: 'hall.H1', matchCount: 2 });
    const after = [(await readings()).length, (await readings('H2')).length, (await recorded(historySearchStream('hall'))).length];
    expect(after.map((count, index) => count - before[index]!)).toEqual([2, 1, 3]);
    expect((await readings('H2')).at(-1)?.data).toMatchObject({ through: 'SEARCH', requestId: 'H2' });
  });

  it('find nothing outside the halls and departments of whoever asks, and a foreign hall answers like none', async () => {
    expect(idsOf(await search({ officerId: 'li' }, {}, trees('planning')))).toEqual(['hall.H2']);
    const halls = { halls: ['other'], departmentTrees: 'all' } as const;
    const [foreign, absent] = [await search({ officerId: 'li', hallId: 'hall' }, {}, halls), await search({ officerId: 'li', hallId: 'nowhere' }, {}, halls)];
    expect(foreign).toEqual(absent);
    expect(foreign).toMatchObject({ totalCount: 0, edges: [] });
    expect(await recorded(historySearchStream('nowhere'))).toEqual([]);
  });

  it('are told to nobody who asks for the request only: no text, no name, no reading', async () => {
    const before = (await readings()).length;
    const { serviceRequest } = await side().askAs('supervisor', '{ serviceRequest(id: "hall.H1") { id timeline { type officerId details { name value } } } }');
    expect(JSON.stringify(serviceRequest)).not.toMatch(/Li Lei|Wang|ID-4403|keyId|ciphertext/);
    expect(await readings()).toHaveLength(before);
  });

  // The last one: it is for ever.
  it('say where a text stood after its applicant was forgotten, and are whole otherwise', async () => {
    const before = await historyOf(worked.hall, {}, EVERYWHERE);
    await side().keyring.erase(before.applicantPseudonym);
    const after = await historyOf(worked.hall);
    expect(nodesOf(after).flatMap(({ texts }) => texts).map(({ name, state, text }: Json) => [name, state, text])).toEqual([
      ['applicant', 'ERASED', null], ['note', 'ERASED', null], ['reason', 'ERASED', null], ['reason', 'ERASED', null],
    ]);
    const bare = (history: Json): readonly Json[] => nodesOf(history).map(({ texts: _texts, ...rest }) => rest);
    expect(bare(after)).toEqual(bare(before));
    expect(after.applicantPseudonym).toBe(before.applicantPseudonym);
    expect(after.reads.edges[0].node.reason).toEqual({ state: 'ERASED', text: null });
    expect((await search({ applicantReference: APPLICANT })).totalCount).toBe(0);
    expect(idsOf(await search({ applicantPseudonym: before.applicantPseudonym }))).toEqual(['hall.H1']);
  });
});
