import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { LiveEvents } from '../../src/efficiency/read-model/live-events.js';
import { fencesOf } from '../support/docs-samples.js';
import { useHall } from '../support/hall/use-hall.js';
import { eventOf, postStructured, receipt } from '../support/hall/events.js';
import { rawSocket, Subscriber, until } from '../support/subscriptions/subscriber.js';

const WARNING = 'subscription($filter: LiveFilterInput) { warningRaised(filter: $filter) { requestId departmentId limit state dueAt raisedAt usedShare used { ms } rule { id version warningShare } position } }';

/**
 * The hall's clock stands on Monday 03-02 at noon. Received on Monday 02-02 at 09:00: five working days ended on 02-09, twenty end
 * today at 17:00, and 133 of 136.5 working hours of them are used, as 02-02 is the first of 20 days of 6.5 hours before today's three.
 */
const OLD = '2026-02-02T09:00:00+08:00';

const MS_MAX = 20_000;

describe('Subscriptions', () => {
  const hall = useHall({ WARNINGS_EVERY_MS: '1000', SUBSCRIPTION_HEARTBEAT_MS: '200' });
  // Whatever does not come would be waited for until the hall's own time is up.
  jest.setTimeout(MS_MAX);
  const open: Subscriber[] = [];
  const subscriber = (role: 'analyst' | 'supervisor' | 'terminal' | null = 'analyst'): Subscriber => {
    const made = new Subscriber(hall().url, role === null ? null : hall().authorization(role).authorization);
    open.push(made);
    return made;
  };
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
    // Nothing is listened for on behalf of who has gone.
    await until(() => hall().running.app.get(LiveEvents).size === 0);
  });
  const receive = (requestId: string, time: string, departmentId = 'intake') =>
    postStructured(hall(), receipt(`e-${requestId}`, { subject: `hall.${requestId}`, time, data: { departmentId, serviceItemCode: 'permit', channel: 'COUNTER' } }));
  /** Its subscription runs on the server. */
  const live = async (of: Subscriber, query: string, variables = {}) => {
    const listeners = hall().running.app.get(LiveEvents);
    const before = listeners.size;
    const results = of.results(query, variables);
    const first = results.next();
    await until(() => listeners.size > before);
    return { first, results };
  };

  it('tell of warnings that the timer raises, each once, to those who want to hear of them', async () => {
    const [all, planning] = [await live(subscriber('terminal'), WARNING), await live(subscriber(), WARNING, { filter: { departmentIds: ['planning'] } })];
    await receive('late', OLD);
    await receive('late-too', OLD, 'planning');
    const told = [(await all.first).value, ...(await taken(all.results, 3))].map(({ data }) => data.warningRaised);
    expect(told.map(({ requestId, limit, state }) => `${requestId} ${limit} ${state}`).sort()).toEqual([
      'late PROMISED RED', 'late STATUTORY YELLOW', 'late-too PROMISED RED', 'late-too STATUTORY YELLOW']);
    const yellow = told.find(({ requestId, state }) => requestId === 'late' && state === 'YELLOW');
    expect(yellow).toEqual({
      requestId: 'late', departmentId: 'intake', limit: 'STATUTORY', state: 'YELLOW', dueAt: '2026-03-02T09:00:00.000Z', raisedAt: '2026-03-02T04:00:00.000Z',
      usedShare: 133 / 136.5, used: { ms: String(133 * 3_600_000) }, rule: { id: 'LIMIT_STATE', version: 1, warningShare: 0.9 }, position: expect.stringMatching(/^\d+$/),
    });
    expect([(await planning.first).value, ...(await taken(planning.results, 1))].map(({ data }) => data.warningRaised.requestId)).toEqual(['late-too', 'late-too']);
    // And the list and the figures have the same.
    const { body } = await hall().graphql('analyst', `{ warnings(limit: STATUTORY) { totalCount edges { node { requestId position usedShare rule { position } } } }
      departmentEfficiency { total { warnings { total promised { yellow red } statutory { yellow red } } } } }`);
    expect(body.data.departmentEfficiency.total.warnings).toEqual({ total: 4, promised: { yellow: 0, red: 2 }, statutory: { yellow: 2, red: 0 } });
    expect(body.data.warnings.totalCount).toBe(2);
    expect(body.data.warnings.edges.map(({ node }: { node: { position: string } }) => node.position)).toContain(yellow.position);
  });

  it('tell the holder of a reminder, and whoever follows a request of what is recorded of it', async () => {
    const reminded = await live(subscriber('terminal'), 'subscription { reminderIssued(filter: { departmentIds: ["intake"] }) { requestId departmentId issuedBy issuedAt } }');
    const changed = await live(subscriber(), 'subscription { requestChanged(id: "slow") { type revision departmentId } }');
    await receive('slow', '2026-03-02T09:00:00+08:00');
    expect((await changed.first).value.data.requestChanged).toEqual({ type: 'RequestReceived', revision: 0, departmentId: 'intake' });
    const { body } = await hall().graphql('supervisor', `mutation { issueReminder(input: {
      source: "/supervision", id: "r-1", requestId: "slow", occurredAt: "2026-03-02T11:00:00+08:00", departmentId: "licensing", text: "Please answer today." }) { __typename } }`);
    expect(body.errors).toBeUndefined();
    expect((await reminded.first).value.data.reminderIssued).toEqual({ requestId: 'slow', departmentId: 'intake', issuedBy: 'licensing', issuedAt: '2026-03-02T03:00:00.000Z' });
    expect((await taken(changed.results, 1))[0].data.requestChanged).toEqual({ type: 'ReminderIssued', revision: 1, departmentId: 'licensing' });
    const { body: figures } = await hall().graphql('analyst', '{ departmentEfficiency { departments { departmentId reminders } } serviceRequests(figure: REMINDERS) { occurrences } }');
    expect(figures.data.departmentEfficiency.departments).toContainEqual({ departmentId: 'intake', reminders: 1 });
    expect(figures.data.serviceRequests.occurrences).toBe(1);
  });

  it('tell how far the figures are', async () => {
    const { first } = await live(subscriber(), 'subscription { projectionAdvanced { position } }');
    const { body } = await postStructured(hall(), eventOf('ProgressRecorded', 'slow', 'p-1', '2026-03-02T11:30:00+08:00', { departmentId: 'intake', step: 'looked at' }));
    expect(BigInt((await first).value.data.projectionAdvanced.position)).toBeGreaterThanOrEqual(BigInt(body.position));
  });

  it('need a key when the connection begins, and say so as they close it', async () => {
    for (const payload of [undefined, { authorization: 'Bearer not-a-key-of-this-hall' }]) {
      const socket = await rawSocket(hall().url);
      socket.send({ type: 'connection_init', payload });
      expect(await socket.closed).toEqual({ code: 4401, reason: expect.stringContaining('A valid access token is needed') });
    }
    const hasty = await rawSocket(hall().url);
    hasty.send({ id: '1', type: 'subscribe', payload: { query: 'subscription { projectionAdvanced { position } }' } });
    expect(await hasty.closed).toMatchObject({ code: 4401 });
  });

  it.each([
    ['what the role may not', 'terminal', 'subscription { projectionAdvanced { position } }', 'FORBIDDEN', 'may not'],
    ['a query', 'analyst', '{ viewer { principal } }', 'GRAPHQL_VALIDATION_FAILED', 'Only subscriptions'],
    ['two operations', 'analyst', 'subscription A { projectionAdvanced { position } } subscription B { projectionAdvanced { position } }', 'GRAPHQL_VALIDATION_FAILED', 'one operation'],
    ['two fields at once', 'analyst', 'subscription { projectionAdvanced { position } b: projectionAdvanced { position } }', 'GRAPHQL_VALIDATION_FAILED', 'only one'],
    ['a field that is not there', 'analyst', 'subscription { warningRaised { nothing } }', 'GRAPHQL_VALIDATION_FAILED', 'nothing'],
    ['too many words', 'analyst', `subscription { projectionAdvanced { ${'position '.repeat(5_001)} } }`, 'GRAPHQL_VALIDATION_FAILED', 'tokens'],
    ['an id that is none', 'analyst', 'subscription { requestChanged(id: "hall.") { type } }', 'BAD_REQUEST_ID', 'hallId.requestId'],
  ] as const)('refuse %s', async (_what, role, query, code, why) => {
    const operationName = query.includes('A {') ? 'A' : undefined;
    const refused = await subscriber(role).first(query, operationName).then(({ errors }) => errors, (errors: unknown) => errors);
    expect(refused).toEqual([expect.objectContaining({ message: expect.stringContaining(why), extensions: expect.objectContaining({ code }) })]);
  });

  it('are in the reference as they are', async () => {
    const samples = fencesOf(readFileSync(join(import.meta.dirname, '../../docs/reference/graphql.md'), 'utf8')).filter(({ language }) => language === 'gql');
    expect(samples).toHaveLength(4);
    const listening = hall().running.app.get(LiveEvents);
    for (const [index, { text }] of samples.entries()) {
      void subscriber().results(text).next();
      await until(() => listening.size === index + 1);
    }
  });

  it('have a limit for each connection', async () => {
    const socket = await rawSocket(hall().url);
    socket.send({ type: 'connection_init', payload: hall().authorization('analyst') });
    await until(() => socket.received.some(({ type }) => type === 'connection_ack'));
    for (let id = 1; id <= 21; id += 1) socket.send({ id: String(id), type: 'subscribe', payload: { query: 'subscription { projectionAdvanced { position } }' } });
    await until(() => socket.received.some(({ type }) => type === 'error'));
    const [error, ...more] = socket.received.filter(({ type }) => type === 'error');
    expect([error.id, error.payload[0].extensions.code, more]).toEqual(['21', 'TOO_MANY_SUBSCRIPTIONS', []]);
    socket.send({ id: '5', type: 'subscribe', payload: { query: 'subscription { projectionAdvanced { position } }' } });
    expect(await socket.closed).toMatchObject({ code: 4409 });
  });

  it('and warnings are in the metrics', async () => {
    const value = async (name: string): Promise<number> => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(String((await hall().request('/metrics')).body))?.[1]);
    expect(await value('hall_warnings_raised_total')).toBe(4);
    // As of the timer's next look.
    await until(async () => await value('hall_warnings_due') === 0 && await value('hall_warnings_lag_seconds') === 0);
    await until(async () => await value('hall_subscription_connections') === 0);
  });

  it('are not to be had by HTTP', async () => {
    const { body, status } = await hall().graphql('analyst', 'subscription { projectionAdvanced { position } }');
    expect([status, body.errors[0].extensions.code, body.errors[0].message]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED', expect.stringContaining('WebSocket')]);
  });

  it('beat, and let go of an end that gives no sign of life', async () => {
    const answering = await rawSocket(hall().url);
    answering.send({ type: 'connection_init', payload: hall().authorization('analyst') });
    await until(() => answering.received.filter(({ type }) => type === 'ping').length >= 3);
    const { hostname, port } = new URL(hall().url);
    const dead = connect(Number(port), hostname);
    dead.write(`GET /graphql HTTP/1.1\r\nHost: ${hostname}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n`
      + 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n');
    const heard: Buffer[] = [];
    dead.on('data', (chunk) => heard.push(chunk));
    await new Promise((resolve) => dead.on('close', resolve));
    expect(Buffer.concat(heard).toString('latin1')).toMatch(/^HTTP\/1\.1 101 [\s\S]*"type":"ping"/);
  });

  it('leave other upgrades the plain requests they also are', async () => {
    const { hostname, port } = new URL(hall().url);
    const socket = connect(Number(port), hostname);
    socket.write(`GET /health/live HTTP/1.1\r\nHost: ${hostname}\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n`);
    const answer = await new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(chunk.toString())));
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    socket.destroy();
  });

  it('end when the service stops', async () => {
    const socket = await rawSocket(hall().url);
    socket.send({ type: 'connection_init', payload: hall().authorization('analyst') });
    await until(() => socket.received.some(({ type }) => type === 'connection_ack'));
    await hall().stop();
    expect(await socket.closed).toEqual({ code: 1001, reason: 'The service is stopping' });
  });
});

async function taken<T>(results: AsyncIterableIterator<T>, count: number): Promise<T[]> {
  const all: T[] = [];
  while (all.length < count) all.push((await results.next()).value as T);
  return all;
}
