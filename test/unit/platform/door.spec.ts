import { EventEmitter } from 'node:events';
import Fastify from 'fastify';
import { BUFFERED_BYTES_MAX, ServedSocket } from '../../../src/platform/graphql/subscriptions/served-socket.js';
import { readConfig } from '../../../src/platform/config.js';
import { openDoor } from '../../../src/platform/http/door.js';
import { Origins } from '../../../src/platform/http/origins.js';
import { TrustedPeers } from '../../../src/platform/http/trusted-peers.js';

const from = (remoteAddress: string) => ({ remoteAddress });

describe('Whose word is taken for where a request comes from', () => {
  const peers = new TrustedPeers(['10.0.0.7', '10.1.0.0/16', '2001:db8::/32']);

  it.each([['10.0.0.7', true], ['10.0.0.8', false], ['10.1.200.3', true], ['::ffff:10.1.2.3', true], ['2001:db8:1::1', true], ['2001:db9::1', false], ['localhost', false], ['', false]])('%s: %s', (address, trusted) =>
    expect(peers.has(address)).toBe(trusted));

  it.each([
    ['a stranger’s', '192.0.2.1', '203.0.113.9', '192.0.2.1'], ['a proxy’s', '10.0.0.7', '203.0.113.9', '203.0.113.9'], ['the nearest of a stranger behind a proxy', '10.0.0.7', '127.0.0.1, 203.0.113.9', '203.0.113.9'],
    ['a proxy’s behind a proxy', '10.0.0.7', '198.51.100.4, 203.0.113.9, 10.1.0.1', '203.0.113.9'], ['none', '10.0.0.7', '', '10.0.0.7'], ['nonsense', '10.0.0.7', 'unknown', '10.0.0.7'],
    ['one of very many', '10.0.0.7', `${'1.2.3.4, '.repeat(5_000)}203.0.113.9`, '203.0.113.9'],
  ])('%s word', (_who, peer, forwarded, address) => expect(peers.addressOf(from(peer), { 'x-forwarded-for': forwarded })).toBe(address));

  it('is nobody’s where none is named', () => {
    const nobody = new TrustedPeers([]);
    expect(nobody.addressOf(from('127.0.0.1'), { 'x-forwarded-for': '203.0.113.9' })).toBe('127.0.0.1');
    expect(nobody.hostOf(from('127.0.0.1'), { host: 'own.example', 'x-forwarded-host': 'evil.example' })).toBe('own.example');
  });

  it('tells which pages are its own', () => {
    const origins = new Origins(['https://desk.example'], peers);
    const allows = (origin: string | undefined, peer: string, headers: Record<string, string>) => origins.allows({ headers: { ...headers, ...(origin === undefined ? {} : { origin }) }, socket: from(peer) });
    expect(allows('https://hall.example', '10.0.0.7', { host: '127.0.0.1:3000', 'x-forwarded-host': 'hall.example' })).toBe(true);
    expect(allows('https://hall.example', '192.0.2.1', { host: '127.0.0.1:3000', 'x-forwarded-host': 'hall.example' })).toBe(false);
    expect(allows('https://desk.example', '192.0.2.1', { host: 'hall.example' })).toBe(true);
    expect(allows(undefined, '192.0.2.1', {})).toBe(true);
    for (const origin of ['', 'null', 'https://', 'file://', 'hall.example', 'https://hall.example.evil.example']) expect(allows(origin, '192.0.2.1', { host: 'hall.example' })).toBe(false);
  });
});

describe('A door beyond loopback without TLS of its own', () => {
  const doorWith = (env: Record<string, string>) => openDoor(readConfig({ HOST: '0.0.0.0', NODE_ENV: 'test', ...env }), Fastify());
  const isFor = (env: Record<string, string>, remoteAddress: string, url = '/events') => doorWith(env).isFor({ raw: { socket: from(remoteAddress) }, url } as never);

  it('is for the proxy, for this machine, and for whoever asks for its health', () => {
    const env = { TRUSTED_PROXY: '10.0.0.7' };
    expect([isFor(env, '10.0.0.7'), isFor(env, '127.0.0.1'), isFor(env, '::ffff:127.0.0.1'), isFor(env, '::1')]).toEqual([true, true, true, true]);
    expect([isFor(env, '10.0.0.8'), isFor(env, '203.0.113.9'), isFor(env, '203.0.113.9', '/health/live')]).toEqual([false, false, true]);
  });

  it.each<Record<string, string>>([{ PLAIN_HTTP: 'accepted' }, { TLS_CERT_FILE: 'c', TLS_KEY_FILE: 'k' }, { HOST: '127.0.0.1' }])('is for everybody with %j', (env) => expect(isFor(env, '203.0.113.9')).toBe(true));
});

describe('A socket whose end does not read', () => {
  const socketWith = (bufferedAmount: number) => Object.assign(new EventEmitter(), {
    bufferedAmount, readyState: 1, OPEN: 1, protocol: '', send: jest.fn((_data: string, done: () => void) => done()), close: jest.fn(), terminate: jest.fn(), ping: jest.fn(),
  });

  it.each([[BUFFERED_BYTES_MAX, false], [BUFFERED_BYTES_MAX + 1, true]])('with %i bytes not taken is given up: %s', async (buffered, givenUp) => {
    const socket = socketWith(buffered);
    await new ServedSocket(socket, 60_000, () => undefined).send('news');
    socket.emit('close');
    expect([socket.close.mock.calls, socket.terminate.mock.calls.length, socket.send.mock.calls.length]).toEqual(givenUp ? [[[1013, 'What is sent is not taken']], 1, 0] : [[], 0, 1]);
  });
});
