import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NOW } from '../../support/hall/hall-server.js';
import { HALL_REFERENCE } from '../../support/hall/hall-reference.js';
import { receipt } from '../../support/hall/events.js';
import { type Replica, startReplica } from '../../support/replicas/replica.js';

jest.setTimeout(120_000);

const RECEIVED = '{ departmentEfficiency { position total { received } } }';
const receive = (id: string, fields = 'position'): string => `mutation { receiveRequest(input: { source: "/t/1", id: "${id}", requestId: "${id}",
  occurredAt: "2026-03-02T01:00:00Z", departmentId: "intake", serviceItemCode: "permit", channel: "COUNTER" }) { __typename ... on Recorded { ${fields} } ... on Refused { code } } }`;

describe('A position told by one replica', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'token-'));
  let [a, b, impatient]: Replica[] = [];
  const at = (position: string | null): Record<string, string> => (position === null ? {} : { 'x-position': position });
  const post = async (event: unknown): Promise<{ status: number; position: string | null }> => {
    const { status, headers } = await a!.request('/events', {
      method: 'POST', headers: { ...a!.authorization('terminal'), 'content-type': 'application/cloudevents+json' }, body: JSON.stringify(event),
    });
    return { status, position: headers.get('x-position') };
  };
  beforeAll(async () => {
    const start = (name: string, env = {}) => startReplica(dataDir, name, () => Date.parse(NOW), env);
    a = await start('a');
    [b, impatient] = await Promise.all([start('b'), start('c', { POSITION_WAIT_MS: '50' })]);
    const { body } = await a.graphql('administrator', HALL_REFERENCE);
    if (body.errors) throw new Error(JSON.stringify(body.errors));
  });
  afterAll(async () => {
    for (const replica of [a, b, impatient]) await replica?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('is honoured by the other: the question waits until its own figures are there', async () => {
    for (let count = 1; count <= 5; count += 1) {
      const { status, position } = await post(receipt(`h-${count}`));
      expect(status).toBe(201);
      const { body } = await b!.graphql('analyst', RECEIVED, at(position));
      expect(body.data.departmentEfficiency.total.received).toBe(count);
      expect(BigInt(body.data.departmentEfficiency.position)).toBeGreaterThanOrEqual(BigInt(position ?? ''));
    }
  });

  it('is waited for while the other’s projection is paused, and answered when it goes on', async () => {
    const before = (await b!.graphql('analyst', RECEIVED)).body.data.departmentEfficiency.total.received as number;
    b!.gate.pause();
    const { position } = await post(receipt('paused-1'));
    let answered = false;
    const asked = b!.graphql('analyst', RECEIVED, at(position)).finally(() => (answered = true));
    const unasked = await b!.graphql('analyst', RECEIVED);
    expect(unasked.body.data.departmentEfficiency.total.received).toBe(before);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(answered).toBe(false);
    b!.gate.resume();
    expect((await asked).body.data.departmentEfficiency.total.received).toBe(before + 1);
  });

  it('ends in 503 PROJECTION_BEHIND where the figures do not get there in time, in both languages', async () => {
    impatient!.gate.pause();
    const { position } = await post(receipt('behind-1'));
    const answer = await impatient!.graphql('analyst', RECEIVED, at(position));
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(answer.body.data).toBeNull();
    expect(answer.body.errors[0]).toMatchObject({
      message: expect.stringMatching(/^The figures of this replica have position \d+, not position \d+\./),
      extensions: { code: 'PROJECTION_BEHIND', retryable: true, position, messageZh: expect.stringContaining('尚未更新到位置'), correlationId: answer.headers.get('x-correlation-id') },
    });
    impatient!.gate.resume();
    expect((await b!.graphql('analyst', RECEIVED, at(position))).status).toBe(200);
  });

  it('may be that of a lease’s event: figures move over it unchanged', async () => {
    const before = (await b!.graphql('analyst', RECEIVED)).body.data.departmentEfficiency.total;
    const until = new Date(0).toISOString();
    const id = '01a20403-1693-7169-8fc4-50da11ef5be9';
    const { position } = await a!.store.append('lease-noted', 'no-stream', [{ id, type: 'LeaseAcquired', data: { holder: 'x', token: 1, ttlMs: 1_000, until }, metadata: {} }]);
    const { departmentEfficiency } = (await b!.graphql('analyst', RECEIVED, at(String(position)))).body.data;
    expect(departmentEfficiency).toEqual({ position: String(position), total: before });
  });

  it('never keeps a command out, however far behind the figures are', async () => {
    const answer = await impatient!.graphql('terminal', receive('not-held-up'), at('9000000000'));
    expect(answer.body.data.receiveRequest.__typename).toBe('Recorded');
  });

  it('goes with a query by GET too', async () => {
    const get = (position: string) => impatient!.request(`/graphql?query=${encodeURIComponent(RECEIVED)}`,
      { headers: { ...impatient!.authorization('analyst'), 'mercurius-require-preflight': '1', ...at(position) } });
    expect((await get('9000000000')).status).toBe(503);
    expect((await get('1')).status).toBe(200);
  });

  it.each(['', 'x', '-1', '1.5', '1e3', '0x10', ' 7 7', '9223372036854775808', '99999999999999999999'])('is refused with 400 when it reads "%s"', async (position) => {
    const answer = await b!.graphql('analyst', RECEIVED, { 'x-position': position });
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', messageZh: expect.stringContaining('X-Position') } });
  });
});

describe('The answer to a command', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'told-'));
  let hall: Replica | undefined;
  const told = async (role: 'terminal' | 'administrator', query: string): Promise<string | null> => (await hall!.graphql(role, query)).headers.get('x-position');
  const headOf = async (): Promise<string> => String(await hall!.store.head());
  beforeAll(async () => {
    hall = await startReplica(dataDir, 'a', () => Date.parse(NOW));
    await hall.graphql('administrator', HALL_REFERENCE);
  });
  afterAll(async () => {
    await hall?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('tells the position of what it recorded, also when no field asks for it', async () => {
    expect(await told('terminal', receive('t-1', '__typename'))).toBe(await headOf());
  });

  it('tells it again when it was recorded before', async () => {
    const position = await headOf();
    await told('terminal', receive('t-2'));
    expect(await told('terminal', receive('t-1'))).toBe(position);
  });

  it('tells the highest of several, in whatever order they were recorded', async () => {
    const two = receive('t-3').replace('receiveRequest', 'x: receiveRequest').replace(/ }$/, ` ${receive('t-1').slice('mutation { '.length)}`);
    const position = await told('terminal', two);
    expect(position).toBe(await headOf());
  });

  it('tells nothing when it is refused', async () => {
    expect(await told('terminal', receive('t-4').replace('"intake"', '"nowhere"'))).toBeNull();
  });

  it('tells it of reference data, changed or as it was', async () => {
    const department = 'mutation { registerDepartment(input: { departmentId: "housing", name: "Housing" }) { recorded unchanged } }';
    const first = await told('administrator', department);
    expect(first).toBe(await headOf());
    expect(await told('administrator', department)).toBe(first);
  });

  it('to a question carries none', async () => {
    expect((await hall!.graphql('analyst', RECEIVED)).headers.get('x-position')).toBeNull();
  });
});
