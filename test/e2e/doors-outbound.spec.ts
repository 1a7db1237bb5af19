import { createServer, type Server } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import { type Event, postBatch, postStructured, receipt } from '../support/hall/events.js';
import { type Hall, startHall } from '../support/hall/hall-server.js';

const START_MS_MAX = 120_000;

interface Listener {
  readonly url: string;
  readonly server: Server;
  connections: number;
  requests: number;
}
async function listen(location?: string): Promise<Listener> {
  const server = createServer((_request, response) => {
    listener.requests += 1;
    response.writeHead(location === undefined ? 200 : 307, location === undefined ? {} : { location }).end('{}');
  });
  server.on('connection', () => (listener.connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const listener: Listener = { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret`, connections: 0, requests: 0 };
  return listener;
}

describe('An address in what somebody sends', () => {
  let elsewhere: Listener;
  let redirecting: Listener;
  let hall: Hall;
  beforeAll(async () => {
    elsewhere = await listen();
    redirecting = await listen(elsewhere.url);
    hall = await startHall({ AUDIT_HEAD_WEBHOOK: redirecting.url, AUDIT_HEAD_EVERY_MS: '1000' });
  }, START_MS_MAX);
  afterAll(async () => {
    await hall.stop();
    for (const { server } of [elsewhere, redirecting]) await new Promise((resolve) => server.close(resolve));
  }, START_MS_MAX);

  /** Where connections were opened to while this was done, whoever opened them. */
  async function portsOf(act: () => Promise<unknown>): Promise<readonly string[]> {
    const connect = jest.spyOn(Socket.prototype, 'connect');
    await act();
    const ports = connect.mock.calls.map(([first]) => {
      const { host, port, path } = ([first].flat()[0] ?? {}) as { host?: string; port?: number | string; path?: string };
      return path ?? `${host ?? ''}:${port ?? ''}`;
    });
    connect.mockRestore();
    return [...new Set(ports)];
  }
  const allowed = (): readonly string[] => [new URL(hall.url).host, new URL(redirecting.url).host];
  const addresses = (): readonly string[] => [
    elsewhere.url, elsewhere.url.replace('127.0.0.1', 'localhost'), elsewhere.url.replace('127.0.0.1', '[::ffff:127.0.0.1]'), elsewhere.url.replace('127.0.0.1', '2130706433'), elsewhere.url.replace('http:', ''),
    'http://169.254.169.254/latest/meta-data/', 'http://[fe80::1]/', 'file:///etc/passwd', 'gopher://127.0.0.1:25/', 'http://rebind.invalid/',
  ];

  it('would be seen if it were asked', async () => {
    const asked = await listen();
    expect(await portsOf(() => fetch(asked.url))).toEqual([new URL(asked.url).host]);
    expect(asked.connections).toBe(1);
    asked.server.closeAllConnections();
    asked.server.close();
  });

  it('is text in every member of an event, and nothing is asked there', async () => {
    const events = (address: string, n: number): readonly Event[] => {
      const data = receipt('x')['data'] as Event;
      const members = Object.keys({ ...data, applicant: '', dueAt: '', urgency: '', url: '', $ref: '' });
      return [
        receipt(`s${n}`, { source: address }), receipt(`d${n}`, { dataschema: address }), receipt(`i${n}`, { id: address }), receipt(`e${n}`, { callback: address, dataref: address }), receipt(`t${n}`, { type: address }),
        receipt(`u${n}`, { subject: address }), receipt(`c${n}`, { datacontenttype: address }), ...members.map((name) => receipt(`m${n}.${name}`, { data: { ...data, [name]: address } })),
      ];
    };
    const statuses = new Set<number>();
    const ports = await portsOf(async () => {
      for (const [n, address] of addresses().entries()) {
        const sent = events(address, n);
        for (const event of sent) statuses.add((await postStructured(hall, event)).status);
        await postBatch(hall, sent);
      }
    });
    expect([...statuses].every((status) => [201, 200, 400, 409, 422].includes(status))).toBe(true);
    expect(statuses).toContain(201);
    expect(ports.filter((port) => !allowed().includes(port))).toEqual([]);
    expect(elsewhere.connections).toBe(0);
  });

  it('is text in arguments, variables, headers and tokens', async () => {
    const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const answers: string[] = [];
    const ports = await portsOf(async () => {
      for (const address of addresses()) {
        const token = `${base64url({ alg: 'EdDSA', typ: 'at+jwt', kid: address, jku: address, x5u: address })}.${base64url({ iss: address, aud: address, sub: 'x', iat: 1, exp: 9e9 })}.AAAA`;
        const headers = { referer: address, forwarded: `for=${address}`, 'x-forwarded-host': address, 'x-original-url': address, 'x-callback-url': address, 'content-type': 'application/json' };
        const query = 'query($id: ID!) { serviceRequest(id: $id) { requestId } }';
        const registered = 'mutation($name: String!) { registerDepartment(input: { departmentId: "d9", name: $name }) { recorded } }';
        const said = [
          await hall.request('/graphql', { method: 'POST', headers: { ...headers, authorization: `Bearer ${token}` }, body: JSON.stringify({ query }) }),
          await hall.request('/graphql', { method: 'POST', headers: { ...headers, ...hall.authorization('supervisor') }, body: JSON.stringify({ query, variables: { id: address } }) }),
          await hall.graphql('administrator', registered, { name: address }),
          await hall.request(`/receipts/${encodeURIComponent(address)}`, { headers: hall.authorization('supervisor') }),
          await hall.request(`/exports/receipts.csv?filter=${encodeURIComponent(JSON.stringify({ hallIds: [address] }))}`, { headers: hall.authorization('analyst') }),
        ];
        expect(said[0]!.status).toBe(401);
        answers.push(...said.map(({ body }) => JSON.stringify(body)));
      }
    });
    expect(ports.filter((port) => !allowed().includes(port))).toEqual([]);
    expect(elsewhere.connections).toBe(0);
    expect(answers.join()).not.toContain('root:');
  });

  it('is not gone to where the operator’s own webhook sends one on', async () => {
    const until = Date.now() + 20_000;
    while (redirecting.requests === 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(redirecting.requests).toBeGreaterThan(0);
    expect(elsewhere.connections).toBe(0);
  }, 60_000);
});
