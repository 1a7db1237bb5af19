import { KeyedPseudonyms } from '../../../src/privacy/keyed-pseudonyms.js';
import { Keyring } from '../../../src/privacy/keyring.js';
import { ReadModelService } from '../../../src/efficiency/read-model/read-model.service.js';
import type { Pseudonyms } from '../../../src/kernel/pseudonyms.js';
import type { Json } from '../hall/hall-server.js';
import { Subscriber } from '../subscriptions/subscriber.js';
import type { Caller, TwoHalls } from '../two-halls.js';

const LISTS = `{
  serviceRequest(id: "east.east-passed") { timeline { officerId principal details { name value } } }
  requestLedger(id: "east.east-passed") { intervals { officerId } }
  serviceRequests { edges { node { officerId } } }
  stuckRequests { edges { officerId node { officerId } } }
  requestStates { edges { node { officerId } } }
  warnings { edges { node { officerId } } }
  rectifications { edges { node { officerId measures } } }
}`;
const RESTATED = `{ restatements(since: { position: 14 }, figures: ["RECEIVED"], filter: { hallIds: ["east"] }, first: 1) {
  edges { node { events { edges { node { principal } } } } } } }`;
const GROUPS = `{
  efficiency(by: [OFFICER]) { edges { cursor node { key { value name } figures { closures } } } pageInfo { endCursor } }
  delayLedger(by: [OFFICER]) { lines { edges { cursor node { group { value } } } } }
  hotSpots(by: [OFFICER]) { edges { cursor node { group { value } } } }
  completionCurves(by: [OFFICER, HALL]) { edges { cursor node { group { value } } } }
}`;
const closuresOf = (officerIds: readonly string[]) => `{ efficiency(filter: { officerIds: ${JSON.stringify(officerIds)} }) { total { figures { closures } } } }`;

/** What a program reads of an answer: what base64 hides, too. */
const readable = (text: string): string => `${text} ${[...text.matchAll(/[A-Za-z0-9_-]{8,}={0,2}/g)].map(([word]) => Buffer.from(word, 'base64url').toString('latin1')).join(' ')}`;
const PEOPLE = /(east|west)-(officer|program)/;

/** What an analyst is answered, of halls that are there already. */
export const describePseudonyms = (started: () => TwoHalls): void => describe('An analyst', () => {
  let halls: TwoHalls;
  let analyst: Caller;
  let supervisor: Caller;
  let pseudonyms: Pseudonyms;
  beforeAll(async () => {
    halls = started();
    [analyst, supervisor] = [halls.as('analyst', halls.scopes.everywhere), halls.as('supervisor', halls.scopes.everywhere)];
    pseudonyms = await new KeyedPseudonyms(halls.hall.running.app.get(Keyring, { strict: false })).pseudonyms();
  });

  const askedTwice = async (caller: Caller, query: string): Promise<Json> => {
    // The second time it is a compiled query that answers.
    await caller.graphql(query);
    const { body } = await caller.graphql(query);
    expect(body.errors).toBeUndefined();
    return body.data;
  };
  const closures = async (caller: Caller, officers: readonly string[]): Promise<number> => (await askedTwice(caller, closuresOf(officers))).efficiency.total.figures.closures;

  it.each([['lists', LISTS], ['groups', GROUPS]])('reads no officer and no login in %s, where a supervisor reads them', async (_what, query) => {
    expect(readable(JSON.stringify(await askedTwice(supervisor, query)))).toMatch(PEOPLE);
    const told = JSON.stringify(await askedTwice(analyst, query));
    expect(readable(told)).not.toMatch(PEOPLE);
    expect(told).toContain(pseudonyms.officer('east-officer'));
  });

  it('reads one pseudonym of an officer wherever it is', async () => {
    const { serviceRequest, efficiency } = { ...(await askedTwice(analyst, LISTS)), ...(await askedTwice(analyst, GROUPS)) };
    const assigned = serviceRequest.timeline.flatMap(({ details }: Json) => details).find(({ name }: Json) => name === 'assignedOfficerId');
    const [first] = serviceRequest.timeline;
    expect([assigned.value, first.officerId]).toEqual([pseudonyms.officer('east-officer'), pseudonyms.officer('east-officer')]);
    expect(first.principal).toBe(pseudonyms.principal('east-program'));
    expect(efficiency.edges.map(({ node }: Json) => node.key[0].value)).toContain(pseudonyms.officer('east-officer'));
  });

  it('finds groups in the order of their pseudonyms, not of the officers, and pages through them', async () => {
    const all = (await askedTwice(analyst, '{ efficiency(by: [OFFICER]) { edges { node { key { value } } } } }')).efficiency.edges.map(({ node }: Json) => node.key[0].value);
    expect(all.slice(0, 2)).toEqual([pseudonyms.officer('east-officer'), pseudonyms.officer('west-officer')].sort());
    const [{ cursor }] = (await askedTwice(analyst, '{ efficiency(by: [OFFICER], first: 1) { edges { cursor } } }')).efficiency.edges;
    const next = (await askedTwice(analyst, `{ efficiency(by: [OFFICER], first: 1, after: "${cursor}") { edges { node { key { value } } } } }`)).efficiency.edges;
    expect(next[0].node.key[0].value).toBe(all[1]);
  });

  it('asks for an officer by pseudonym, with the figures of a supervisor who asks by id', async () => {
    const known = await closures(supervisor, ['east-officer']);
    expect(known).toBeGreaterThan(0);
    expect(await closures(analyst, [pseudonyms.officer('east-officer')])).toBe(known);
    expect(await closures(supervisor, [pseudonyms.officer('east-officer')])).toBe(0);
  });

  it('cannot try a guess: a true id answers like one of nobody, also within "not", and as a cursor', async () => {
    expect(await closures(analyst, ['east-officer'])).toBe(0);
    expect(await closures(analyst, ['void-officer'])).toBe(0);
    const without = (id: string) => `{ efficiency(filter: { not: { or: [{ officerIds: ["${id}"] }] } }) { total { figures { closures } } } }`;
    expect(await askedTwice(analyst, without('east-officer'))).toEqual(await askedTwice(analyst, without('void-officer')));
    const after = (id: string) => `{ efficiency(by: [OFFICER], after: "${Buffer.from(JSON.stringify([id])).toString('base64url')}") { totalCount } }`;
    const [guess, nobody] = [await analyst.graphql(after('east-officer')), await analyst.graphql(after('void-officer'))];
    expect(guess.body.errors[0].extensions.code).toBe('UNKNOWN_CURSOR');
    expect(nobody.body.errors[0].message).toBe(guess.body.errors[0].message);
  });

  it('reads by whom a figure was changed as a pseudonym', async () => {
    const principals = async (caller: Caller): Promise<string[]> =>
      (await askedTwice(caller, RESTATED)).restatements.edges[0].node.events.edges.map(({ node }: Json) => node.principal);
    expect(new Set(await principals(supervisor))).toEqual(new Set(['east-program']));
    expect(new Set(await principals(analyst))).toEqual(new Set([pseudonyms.principal('east-program')]));
  });

  it('hears of officers by pseudonym as things happen', async () => {
    const heard = async (caller: Caller, id: string): Promise<string> => {
      const subscriber = new Subscriber(halls.hall.url, caller.headers.authorization);
      const reminder = subscriber.results('subscription { reminderIssued { officerId } }').next();
      // It is listening once a later subscription has been refused.
      await subscriber.results('subscription { nothing }').next().catch(() => null);
      const input = `{ source: "/reminders", id: "${id}", hallId: "east", requestId: "east-suspended", occurredAt: "2026-03-02T03:30:00Z", departmentId: "east-licensing" }`;
      await supervisor.graphql(`mutation { issueReminder(input: ${input}) { __typename } }`);
      const { value } = await reminder;
      await subscriber.close();
      return value.data.reminderIssued.officerId;
    };
    expect(await heard(supervisor, 'first')).toBe('east-officer');
    expect(await heard(analyst, 'second')).toBe(pseudonyms.officer('east-officer'));
  });

  it('is told no text, nor is an administrator; a supervisor is', async () => {
    const input = '{ source: "/measures", id: "1", hallId: "east", requestId: "east-passed", occurredAt: "2026-03-02T03:30:00Z", departmentId: "east-intake", measures: "east measures" }';
    const { body } = await supervisor.graphql(`mutation { completeRectification(input: ${input}) { __typename } }`);
    expect(body.data.completeRectification.__typename).toBe('RectificationRecorded');
    await halls.hall.running.app.get(ReadModelService).caughtUp();
    const measures = async (caller: Caller): Promise<string | null> =>
      (await askedTwice(caller, '{ rectifications(id: "east.east-passed") { edges { node { measures } } } }')).rectifications.edges[0].node.measures;
    expect(await measures(supervisor)).toBe('east measures');
    expect(await measures(analyst)).toBeNull();
    expect(await measures(halls.as('administrator', halls.scopes.everywhere))).toBeNull();
  });

  it('finds nobody in the exports, where a supervisor does', async () => {
    const exported = async (caller: Caller, name: string): Promise<string> => (await fetch(`${halls.hall.url}/exports/${name}`, { headers: caller.headers })).text();
    // A table is read out of the Parquet file that goes out as such.
    const withPeople = ['histories.csv', 'histories.xes', 'histories.jsonl', 'reference.jsonl', 'closures.csv', 'segments.csv', 'progress.csv', 'receipts.csv'];
    for (const name of withPeople) {
      expect([name, await exported(supervisor, name)]).toEqual([name, expect.stringMatching(PEOPLE)]);
      expect([name, await exported(analyst, name)]).toEqual([name, expect.not.stringMatching(PEOPLE)]);
    }
    expect(await exported(analyst, 'reference.jsonl')).toContain('DepartmentRegistered');
    expect(await exported(analyst, 'closures.csv')).toContain(pseudonyms.officer('east-officer'));
    expect(await exported(analyst, 'histories.jsonl')).toContain(`"assignedOfficerId":"${pseudonyms.officer('east-officer')}"`);
  });
});
