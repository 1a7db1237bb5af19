import { LiveEvents } from '../../../src/efficiency/read-model/live-events.js';
import type { Answer, Json } from '../../support/hall/hall-server.js';
import { Subscriber, until } from '../../support/subscriptions/subscriber.js';
import { type Caller, startTwoHalls, type TwoHalls } from '../../support/two-halls.js';
import { ABSENT } from '../../support/two-halls/known-ids.js';
import { filtersAfter, type HallQuestion, QUESTIONS, questionsAfter } from '../../support/two-halls/questions.js';

const START_MS_MAX = 120_000;
jest.setTimeout(START_MS_MAX);

/** What may differ between any two answers: the moment, the request's own id, and the digest of the question. */
const OF_THE_MOMENT = /^(date|etag|x-correlation-id|x-request-id|traceparent|.*ratelimit.*)$/;
const told = ({ status, headers, body }: Answer) => ({
  status, body: (typeof body === 'string' ? body : JSON.stringify(body)).replace(/"correlationId":"[^"]*"/g, ''),
  headers: Object.fromEntries([...headers].filter(([name]) => !OF_THE_MOMENT.test(name))), tagged: headers.has('etag'),
});
const filtered = ({ text }: HallQuestion): string => `query($filter: FigureFilterInput) { ${text('filter: $filter')} }`;
const unfiltered = ({ text }: HallQuestion): string => `{ ${text('')} }`;
const named = (question: HallQuestion) => [question.text('').slice(0, 70).replaceAll(/\s+/g, ' '), question] as const;
const FORMULA = `mutation { putAssessmentFormula(input: { formulaId: "f", name: "Formula", ingredients: [
  { key: "passed", name: "passed", figures: [BUCK_PASSES], per: [CLOSURES], worst: 1, best: 0, weight: 1 }] }) { recorded refused { code message } } }`;

describe('Another hall', () => {
  let halls: TwoHalls;
  let west: Caller;
  let westTree: Caller;
  let everybody: Caller;
  beforeAll(async () => {
    halls = await startTwoHalls();
    [west, westTree, everybody] = [halls.scopes.west, halls.scopes.westTree, halls.scopes.everywhere].map((scope) => halls.as('supervisor', scope)) as [Caller, Caller, Caller];
    expect((await halls.hall.graphql('administrator', FORMULA)).body.data.putAssessmentFormula.recorded).toBe(1);
  }, START_MS_MAX);
  afterAll(() => halls?.stop());

  it.each(QUESTIONS.map(named))('is not in the answer to %s', async (_, question) => {
    const all = await everybody.graphql(unfiltered(question));
    expect(all.body.errors).toBeUndefined();
    for (const caller of [west, westTree]) {
      const own = await caller.graphql(unfiltered(question));
      expect([own.status, own.body.errors]).toEqual([200, undefined]);
      expect(JSON.stringify(own.body)).not.toContain('east');
      expect(own.body).not.toEqual(all.body);
      // The scope is what everybody could ask for as a filter; only lists of departments are shorter: who held nothing that may be seen is not in them.
      const shorter = ['departmentEfficiency', 'assessment'].includes(question.field);
      if (caller === west && !shorter) expect(own.body).toEqual((await everybody.graphql(filtered(question), { filter: { hallIds: ['west'] } })).body);
    }
  });

  it.each(QUESTIONS.map(named))('is as little in a filter of %s as one that is not there', async (_, question) => {
    const [foreign, absent] = [filtersAfter(halls.east), filtersAfter(ABSENT)];
    // All of them of one question, of the others the one that has all in one.
    const chosen = question.text('').startsWith('serviceRequests(figure: RECEIVED)') ? foreign.keys() : [foreign.findIndex((one) => 'or' in one)];
    for (const index of chosen) {
      const ask = (filter: object | undefined) => west.graphql(filtered(question), { filter });
      expect(told(await ask(foreign[index]))).toEqual(told(await ask(absent[index])));
    }
  });

  it('has no requests, ledgers, rulings, flows and cycles by their ids: they answer byte for byte as what is not there', async () => {
    const [foreign, absent, own] = [halls.east, ABSENT, halls.west].map(questionsAfter) as [readonly string[], readonly string[], readonly string[]];
    for (const [index, question] of foreign.entries()) {
      for (const caller of [west, westTree]) expect(told(await caller.graphql(question))).toEqual(told(await caller.graphql(absent[index]!)));
      // And what is one's own is there, so that the question is one.
      expect(told(await west.graphql(own[index]!)).body).not.toEqual(told(await west.graphql(absent[index]!)).body);
    }
  });

  it('is in no export, by no name and no filter', async () => {
    const filter = (ids: typeof ABSENT): string => `?filter=${encodeURIComponent(JSON.stringify({ or: [{ hallIds: [ids.hallId] }, { departmentIds: [ids.departments.intake] }] }))}`;
    for (const name of ['histories.csv', 'histories.xes', 'histories.jsonl', 'receipts.csv', 'transfers.csv', 'episodes.csv', 'dues.csv', 'tails.csv', 'receipts.parquet']) {
      const file = (caller: Caller, asked = ''): Promise<Answer> => caller.file(`/exports/${name}${asked}`);
      const [all, own, foreign, absent] = await Promise.all([file(everybody), file(west), file(west, filter(halls.east)), file(west, filter(ABSENT))]);
      expect([name, own.status, String(own.body).includes('east')]).toEqual([name, 200, false]);
      expect([name, String(own.body).length < String(all.body).length]).toEqual([name, true]);
      expect(told(foreign)).toEqual(told(absent));
    }
    const { body } = await westTree.file('/exports/histories.csv');
    expect([body.includes('east'), body.includes(halls.west.requests.voided), body.includes(halls.west.requests.passed)]).toEqual([false, true, true]);
  });

  it('has no parked requests, counts or cursors of them', async () => {
    const PARKED = '{ parkedRequests { totalCount edges { cursor node { id stream } } } }';
    const totals = await Promise.all([everybody, west, westTree, halls.as('supervisor', halls.scopes.nowhere)].map(async (caller) => (await caller.graphql(PARKED)).body.data.parkedRequests));
    expect(totals.map(({ totalCount, edges }) => [totalCount, edges.map(({ node }: Json) => node.id)])).toEqual([
      [2, ['east.east-parked', 'west.west-parked']], [1, ['west.west-parked']], [1, ['west.west-parked']], [0, []]]);
  });

  it('has its tags to itself: a principal with another scope is not told that nothing has changed', async () => {
    const query = '{ departmentEfficiency(at: "2026-03-02T04:00:00Z", filter: { channels: ["west-channel"] }) { total { received } } }';
    const ask = (caller: Caller, tag?: string) => halls.hall.request('/graphql', {
      method: 'POST', headers: { ...caller.headers, 'content-type': 'application/json', ...(tag && { 'if-none-match': tag }) }, body: JSON.stringify({ query }),
    });
    const [as, { scopes }] = [(scope: TwoHalls['scopes']['west']) => halls.as('supervisor', scope, 'one-person'), halls];
    const first = await ask(as(scopes.west));
    expect([first.body.data.departmentEfficiency.total.received, (await ask(as(scopes.west), first.headers.get('etag')!)).status]).toEqual([5, 304]);
    const other = await ask(as(scopes.east), first.headers.get('etag')!);
    expect([other.status, other.body.data.departmentEfficiency.total.received]).toEqual([200, 0]);
  });

  it('has its what-ifs to itself, and is not in the comparison of another', async () => {
    const asker = (scope: TwoHalls['scopes']['west'], principal: string) => halls.as('supervisor', scope, principal);
    const [one, other] = [asker(halls.scopes.west, 'one'), asker(halls.scopes.everywhere, 'other')];
    const started = async (caller: Caller, rules: string): Promise<string> => {
      const { id: found } = (await caller.graphql(`mutation { startWhatIf(rules: ${rules}) { id } }`)).body.data.startWhatIf;
      await until(async () => (await caller.graphql(`{ whatIf(id: "${found}") { state } }`)).body.data.whatIf.state === 'DONE');
      return found;
    };
    const id = await started(one, '{ items: [{ promised: { unit: WORKING_DAY, amount: 20 } }] }');
    const REPORT = `state unmeasured report { total { differences { figure actual { count } underRules { count } } } departments { departmentId } flipTotals { flips requests }
      flips { totalCount edges { node { id departmentId officerId } } } }`;
    const { whatIf } = (await one.graphql(`{ whatIf(id: "${id}") { ${REPORT} } }`)).body.data;
    expect(JSON.stringify(whatIf)).not.toContain('east');
    expect([whatIf.unmeasured, new Set(whatIf.report.flips.edges.map(({ node }: Json) => node.id))]).toEqual([0, new Set(['west.west-open', 'west.west-parked', 'west.west-passed'])]);
    // One hour a week and ten thousand hours: no calendar reaches so far. Of each hall all but the one that stands still anyway.
    const never = '{ items: [{ promised: { unit: WORKING_HOUR, amount: 10000 } }], calendars: [{ calendarId: "weekdays", week: "Mon 09:00-10:00" }] }';
    const unmeasured = async (caller: Caller): Promise<number> => (await caller.graphql(`{ whatIf(id: "${await started(caller, never)}") { unmeasured } }`)).body.data.whatIf.unmeasured;
    expect([await unmeasured(other), await unmeasured(one)]).toEqual([10, 5]);
    for (const field of ['{ whatIf', 'mutation { cancelWhatIf']) expect(told(await other.graphql(`${field}(id: "${id}") { id state } }`))).toEqual(told(await other.graphql(`${field}(id: "never") { id state } }`)));
  });

  it('is not heard of: not its warnings, not its reminders, not its requests, until one is sent over', async () => {
    const { hall, east, scopes } = halls;
    const listeners = hall.running.app.get(LiveEvents);
    const open: Subscriber[] = [];
    const heard = async (scope: TwoHalls['scopes']['west'], query: string): Promise<Json[]> => {
      const [got, before, subscriber] = [[] as Json[], listeners.size, new Subscriber(hall.url, halls.as('supervisor', scope).headers.authorization)];
      open.push(subscriber);
      void (async () => { for await (const { data } of subscriber.results(query)) got.push(Object.values(data as object)[0]); })().catch(() => undefined);
      await until(() => listeners.size > before);
      return got;
    };
    const CHANGED = (id: string): string => `subscription { requestChanged(id: "${id}") { id type departmentId } }`;
    const [foreign, absent, sent, own] = [await heard(scopes.west, CHANGED('east.east-open')), await heard(scopes.west, CHANGED('east.void')), await heard(scopes.westTree, CHANGED('east.east-open')), await heard(scopes.west, CHANGED('west.west-open'))];
    const [reminders, warnings, all] = [await heard(scopes.west, 'subscription { reminderIssued { id } }'), await heard(scopes.westTree, 'subscription { warningRaised { id } }'), await heard(scopes.everywhere, 'subscription { warningRaised { id } }')];
    const input = (hallId: string, requestId: string, id: string, over: string): string => `(input: { source: "/s", id: "${id}", hallId: "${hallId}", requestId: "${requestId}", occurredAt: "2026-03-02T11:00:00+08:00", ${over} })`;
    const said = async (mutation: string): Promise<void> => expect(JSON.stringify((await everybody.graphql(`mutation { ${mutation} { __typename ... on Refused { code } } }`)).body)).toContain('"__typename":"Recorded"');
    for (const { hallId, departments, requests } of [east, halls.west]) {
      await said(`issueReminder${input(hallId, requests.open, `remind-${hallId}`, `departmentId: "${departments.licensing}", text: "Please."`)}`);
      await said(`receiveRequest(input: { source: "/s", id: "late-${hallId}", hallId: "${hallId}", requestId: "${hallId}-late", occurredAt: "2026-02-02T09:00:00+08:00", departmentId: "${departments.intake}", serviceItemCode: "permit", channel: "WEB" })`);
    }
    await until(() => all.length >= 4 && reminders.length > 0 && warnings.length >= 2 && own.length > 0);
    expect([reminders, new Set(warnings.map(({ id }) => id)), own[0].type]).toEqual([[{ id: 'west.west-open' }], new Set(['west.west-late']), 'ReminderIssued']);
    expect(new Set(all.map(({ id }) => id))).toEqual(new Set(['east.east-late', 'west.west-late']));
    await said(`transferRequest${input('east', 'east-open', 'over', 'departmentId: "east-planning", fromDepartmentId: "east-planning", toDepartmentId: "west-planning"')}`);
    await until(() => sent.length > 0);
    expect([foreign, absent, sent]).toEqual([[], [], [{ id: 'east.east-open', type: 'RequestTransferred', departmentId: 'east-planning' }]]);
    for (const one of open) await one.close();
  });
});
