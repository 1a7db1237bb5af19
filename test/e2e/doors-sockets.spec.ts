import { Authenticator, IdentityUnavailable } from '../../src/platform/auth/authenticator.js';
import { EVERYWHERE } from '../../src/kernel/actor.js';
import { NOW } from '../support/hall/hall-server.js';
import { useHall } from '../support/hall/use-hall.js';
import { expectProblem } from '../support/hall/problem.js';
import { sendRaw } from '../support/doors/raw.js';
import { rawSocket, until } from '../support/subscriptions/subscriber.js';

const LIVE = 'subscription { projectionAdvanced { position } }';

describe('The door for subscriptions', () => {
  const hall = useHall({ SUBSCRIPTION_HEARTBEAT_MS: '250', CLIENT_HEADERS_MS: '1500', ALLOWED_ORIGINS: 'https://desk.example', TRUSTED_PROXY: '127.0.0.2', RATE_FAILURES_PER_MINUTE: '4', RATE_GRAPHQL_PER_MINUTE: '1010' });
  afterEach(() => jest.restoreAllMocks());
  const begin = async (authorization = hall().authorization('analyst').authorization) => {
    const socket = await rawSocket(hall().url);
    socket.send({ type: 'connection_init', payload: { authorization } });
    return socket;
  };
  const acknowledged = async (authorization?: string) => {
    const socket = await begin(authorization);
    await until(() => socket.received.some(({ type }) => type === 'connection_ack'));
    return socket;
  };
  const upgrade = (headers: string) => sendRaw(hall().url, `GET /graphql HTTP/1.1\r\n${headers}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n`);
  const host = () => new URL(hall().url).host;
  const authenticating = () => jest.spyOn(hall().running.app.get(Authenticator), 'authenticate');

  it.each(['https://evil.example', 'null', 'http://127.0.0.1:1'])('refuses a page of %s before the connection is one', async (origin) =>
    expectProblem(await upgrade(`Host: ${host()}\r\nOrigin: ${origin}\r\n`), 403));

  it('refuses two hosts, two origins, and a host that a stranger says was asked for', async () => {
    expectProblem(await upgrade(`Host: ${host()}\r\nHost: evil.example\r\n`), 400);
    expectProblem(await upgrade(`Host: ${host()}\r\nOrigin: https://evil.example\r\nOrigin: http://${host()}\r\n`), 400);
    expectProblem(await upgrade(`Host: ${host()}\r\nX-Forwarded-Host: evil.example\r\nOrigin: https://evil.example\r\n`), 403);
  });

  it('takes its own pages, those that are named, and programs; and closes a connection that does not say who it is', async () => {
    const taken = [`Origin: http://${host()}\r\n`, 'Origin: https://desk.example\r\n', ''].map((origin) => upgrade(`Host: ${host()}\r\n${origin}`));
    const silent = await rawSocket(hall().url);
    expect(await silent.closed).toMatchObject({ code: 4408 });
    for (const { statuses } of await Promise.all(taken)) expect(statuses).toEqual([101]);
  });

  it.each([
    ['a prototype', '{"type":"connection_init","payload":{"__proto__":{"role":"supervisor"}}}'], ['a member twice', '{"type":"ping","type":"connection_init"}'],
    ['no JSON', '{'], ['a bomb', `{"type":"connection_init","payload":${'{"a":'.repeat(100)}1${'}'.repeat(100)}}`],
  ])('closes a connection over a message with %s', async (_what, message) => {
    const socket = await rawSocket(hall().url);
    socket.sendText(message);
    expect(await socket.closed).toEqual({ code: 4400, reason: expect.stringMatching(/\w/) });
  });

  it('closes a connection when its token expires, and nothing comes after', async () => {
    const expiresAtMs = Date.parse(NOW) + 150;
    authenticating().mockResolvedValue({ principal: 'short', role: 'analyst', scope: EVERYWHERE, expiresAtMs });
    const socket = await acknowledged();
    socket.send({ id: '1', type: 'subscribe', payload: { query: LIVE } });
    expect(await socket.closed).toEqual({ code: 4401, reason: expect.stringContaining('expired') });
  });

  it.each([
    ['is revoked', () => Promise.resolve(null), 4401], ['means less', () => Promise.resolve({ principal: 'analyst-1', role: 'analyst' as const, scope: { halls: [], departmentTrees: [] } }), 4401],
    ['cannot be checked any more', () => Promise.reject(new IdentityUnavailable('down')), 1013],
  ])('closes a connection when its token %s', async (_what, later, code) => {
    const socket = await acknowledged();
    authenticating().mockImplementation(later);
    expect(await socket.closed).toMatchObject({ code });
  });

  it('refuses the same documents as by HTTP, with the same codes', async () => {
    const socket = await acknowledged();
    const refusals: readonly (readonly [string, RegExp])[] = [
      [`subscription { projectionAdvanced { ${Array.from({ length: 31 }, (_, n) => `a${n}: position`).join(' ')} } }`, /30 aliases/],
      [`subscription { projectionAdvanced { ${'position '.repeat(500)} } }`, /50 times/],
      [`subscription { projectionAdvanced { position ${'@include(if: true) '.repeat(51)} } }`, /directives/],
      ['{"kind":"Document","definitions":[]}', /Syntax Error/],
    ];
    for (const [n, [query]] of refusals.entries()) socket.send({ id: String(n), type: 'subscribe', payload: { query } });
    await until(() => socket.received.filter(({ type }) => type === 'error').length === refusals.length);
    for (const [n, [, why]] of refusals.entries()) {
      expect(socket.received.find(({ type, id }) => type === 'error' && id === String(n)).payload).toEqual([expect.objectContaining({ message: expect.stringMatching(why), extensions: expect.objectContaining({ code: 'GRAPHQL_VALIDATION_FAILED' }) })]);
    }
    socket.close();
    await socket.closed;
  });

  it('gives one credential fifty connections of twenty subscriptions, and no more in a minute than by HTTP; others have theirs', async () => {
    const sockets = await Promise.all(Array.from({ length: 50 }, () => acknowledged()));
    const refused = await begin();
    expect(await refused.closed).toEqual({ code: 4429, reason: expect.stringContaining('50 connections') });
    const other = await acknowledged(hall().authorization('supervisor').authorization);
    for (const socket of sockets) for (let id = 1; id <= 21; id += 1) socket.send({ id: String(id), type: 'subscribe', payload: { query: LIVE } });
    await until(() => sockets.every(({ received }) => received.some(({ type, id }) => type === 'error' && id === '21')));
    const codes = sockets.flatMap(({ received }) => received.filter(({ type }) => type === 'error').map(({ payload }) => payload[0].extensions.code as string));
    expect(new Set(codes)).toEqual(new Set(['TOO_MANY_SUBSCRIPTIONS']));
    expect(codes).toHaveLength(50);
    // A thousand were taken, and a few before: a dozen more are beyond the minute's budget.
    const [first] = sockets;
    for (let id = 1; id <= 12; id += 1) first!.send({ id: String(id), type: 'complete' });
    for (let id = 31; id <= 42; id += 1) first!.send({ id: String(id), type: 'subscribe', payload: { query: LIVE } });
    await until(() => first!.received.some(({ type, payload }) => type === 'error' && payload[0].extensions.code === 'RATE_LIMITED'));
    for (const socket of [...sockets, other]) socket.close();
    await Promise.all([...sockets, other].map(({ closed }) => closed));
    // Their places are free again.
    const again = await acknowledged();
    again.close();
    await again.closed;
  });

  it('holds up an address that tries many tokens', async () => {
    const codes: number[] = [];
    for (let n = 0; n < 6; n += 1) codes.push((await (await begin(`Bearer guess-${n}`)).closed).code);
    expect(codes).toEqual([4401, 4401, 4401, 4401, 4429, 4429]);
  });
});
