import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fencesOf } from '../support/docs-samples.js';
import { type Sent, sendPlainly, told } from '../support/identity/send-plainly.js';
import { COVERED, digestHeader, keyIdOfPair, newSigningPair, type Otherwise, type SigningPair, signedHeaders } from '../support/identity/sign-request.js';
import { receipt } from '../support/hall/events.js';
import { NOW } from '../support/hall/hall-server.js';
import { useHall } from '../support/hall/use-hall.js';

const CREATED = Date.parse(NOW) / 1000;
const STRUCTURED = 'application/cloudevents+json';

describe('A terminal with a key', () => {
  const hall = useHall({ WARNINGS_EVERY_MS: '0' });
  const pair = newSigningPair();
  const other = newSigningPair();
  const agent = new Agent({ keepAlive: true });
  afterAll(() => agent.destroy());
  let credential = '';
  let otherCredential = '';

  const asked = async (mutation: string, input: string) =>
    (await hall().graphql('administrator', `mutation { told: ${mutation}(input: { ${input} }) { __typename ... on TerminalChanged { credential terminal { signingKeyId } } ... on TerminalRefused { code } } }`)).body;
  const register = async (terminalId: string, key?: SigningPair): Promise<string> =>
    (await asked('registerTerminal', `terminalId: "${terminalId}", departmentIds: ["intake"]${key ? `, publicKey: "${key.publicKey}"` : ''}`)).data.told.credential as string;
  beforeAll(async () => {
    credential = await register('T-S', pair);
    otherCredential = await register('T-O', other);
  });

  const send = (sent: Sent) => sendPlainly(hall().url, agent, sent);
  function signed(requestId: string, otherwise: Otherwise = {}, { contentType = STRUCTURED, path = '/events', more = {}, body = JSON.stringify(receipt(requestId)), by = pair, secret = credential, created = CREATED } = {}): Sent {
    const headers = signedHeaders({ url: `${hall().url}${path}`, body, headers: { 'content-type': contentType, authorization: `Bearer ${secret}`, ...more }, pair: by, created }, otherwise);
    return { method: 'POST', path, headers, body };
  }
  it('posts what it signs', async () => {
    expect((await send(signed('good-1'))).status).toBe(201);
    expect((await send(signed('good-2', { components: ['@method', '@target-uri', 'content-digest', 'content-type', 'authorization'] }))).status).toBe(201);
    expect((await send(signed('good-3', { digest: digestHeader(JSON.stringify(receipt('good-3')), 'sha-512'), label: 'terminal_1' }))).status).toBe(201);
    expect((await send(signed('good-4', { components: [...COVERED, '@query'] }, { path: '/events?a=b' }))).status).toBe(201);
    const stored = (await hall().recorded()).filter(({ stream }) => stream.startsWith('serviceRequest-hall.good-'));
    expect(stored.map(({ metadata }) => metadata['principal'])).toEqual(['T-S', 'T-S', 'T-S', 'T-S']);
  });

  it('posts what the document’s own example signs', async () => {
    const [example = ''] = fencesOf(readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'how-to', 'connect-a-terminal.md'), 'utf8')).flatMap(({ language, text }) => (language === 'js' ? [text] : []));
    const file = join(mkdtempSync(join(tmpdir(), 'example-')), 'sign.mjs');
    const body = JSON.stringify(receipt('by-the-book'));
    const request = { url: `${hall().url}/events`, body, contentType: STRUCTURED, credential, pem: pair.privateKey.export({ format: 'pem', type: 'pkcs8' }), now: CREATED * 1000 };
    writeFileSync(file, `${example}\nconsole.log(JSON.stringify(signedHeaders(${JSON.stringify(request)})));\n`);
    const headers = JSON.parse(execFileSync(process.execPath, [file], { encoding: 'utf8' })) as Record<string, string>;
    rmSync(dirname(file), { recursive: true });
    expect((await send({ method: 'POST', path: '/events', headers, body })).status).toBe(201);
  });

  it('signs its mutations, and asks unsigned by GET', async () => {
    const body = '{"query":"{ viewer { principal } }"}';
    const graphql = { contentType: 'application/json', path: '/graphql', body };
    expect(JSON.parse((await send(signed('', {}, graphql))).body)).toEqual({ data: { viewer: { principal: 'T-S' } } });
    const headers = { authorization: `Bearer ${credential}`, 'content-type': 'application/json' };
    expect((await send({ method: 'POST', path: '/graphql', headers, body })).status).toBe(401);
    expect((await hall().request('/graphql?query={viewer{principal}}', { headers: { ...headers, 'mercurius-require-preflight': '1' } })).body.data.viewer).toEqual({ principal: 'T-S' });
  });

  it('resends under a new signature, and is told what was recorded', async () => {
    expect(JSON.parse((await send(signed('again'))).body)).toMatchObject({ status: 'recorded' });
    expect(JSON.parse((await send(signed('again'))).body)).toMatchObject({ status: 'already-recorded' });
  });

  it('signs the attributes that come as headers', async () => {
    const attributes = { 'ce-specversion': '1.0', 'ce-id': 'binary', 'ce-source': '/halls/hall/terminals/1', 'ce-type': 'RequestReceived', 'ce-subject': 'hall.binary', 'ce-time': '2026-03-02T09:00:00+08:00' };
    const binary = { contentType: 'application/json', more: attributes, body: JSON.stringify({ departmentId: 'intake', serviceItemCode: 'permit', channel: 'COUNTER' }) };
    const whole = signed('binary', { components: [...COVERED, ...Object.keys(attributes)] }, binary);
    expect((await send(signed('binary', {}, binary))).status).toBe(401);
    expect((await send({ ...whole, headers: { ...whole.headers, 'ce-subject': 'hall.forged' } })).status).toBe(401);
    expect((await send(whole)).status).toBe(201);
  });

  const without = (name: string): readonly string[] => COVERED.filter((one) => one !== name);
  const withHeader = (name: string, value: (from: Sent) => string) => (id: string): Sent => {
    const good = signed(id);
    return { ...good, headers: { ...good.headers, [name]: value(good) } };
  };
  const dropping = (name: string) => (id: string): Sent => {
    const { [name]: _dropped, ...headers } = signed(id).headers;
    return { ...signed(id), headers };
  };
  const inInput = (from: RegExp, to: string) => withHeader('signature-input', ({ headers }) => (headers['signature-input'] ?? '').replace(from, to));
  const FORGERIES: readonly (readonly [string, (id: string) => Sent])[] = [
    ['is not signed', (id) => ({ ...signed(id), headers: { 'content-type': STRUCTURED, authorization: `Bearer ${credential}` } })],
    ['has another body', (id) => ({ ...signed(id), body: JSON.stringify(receipt(id, { time: '2026-03-02T09:01:00+08:00' })) })],
    ['has a body that is no JSON', (id) => ({ ...signed(id), body: '{' })],
    ['has no body', (id) => ({ ...signed(id), body: '' })],
    ['has another digest, of another body with it', (id) => { const body = '{"other":1}'; const good = signed(id); return { ...good, body, headers: { ...good.headers, 'content-digest': digestHeader(body) } }; }],
    ['has a digest of another body, signed', (id) => signed(id, { digest: digestHeader('other') })],
    ['has a digest of another kind', (id) => signed(id, { digest: 'md5=:1B2M2Y8AsgTpgAmY7PhCfg==:' })],
    ['has one good digest and a wrong one', (id) => signed(id, { digest: `${digestHeader(JSON.stringify(receipt(id)))}, ${digestHeader('other', 'sha-512')}` })],
    ['has another content type', withHeader('content-type', () => 'application/cloudevents-batch+json')],
    ['has another method', (id) => ({ ...signed(id), method: 'PUT' })],
    ['goes to another path', (id) => ({ ...signed(id), path: '/graphql' })],
    ['goes to a path that is not there', (id) => ({ ...signed(id), path: '/events/' })],
    ['has a query that is not signed', (id) => ({ ...signed(id), path: '/events?a=b' })],
    ['goes to another host', withHeader('host', () => 'other.example')],
    ['has the credential in another writing', withHeader('authorization', () => `bearer ${credential}`)],
    ['has the credential of another terminal that signs', withHeader('authorization', () => `Bearer ${otherCredential}`)],
    ['has a credential that is none', withHeader('authorization', () => `Bearer set_${'A'.repeat(43)}`)],
    ['was signed 61 seconds ago', (id) => signed(id, {}, { created: CREATED - 61 })],
    ['was signed 61 seconds from now', (id) => signed(id, {}, { created: CREATED + 61 })],
    ['has expired', (id) => signed(id, { parameters: { expires: CREATED } })],
    ['says another time', inInput(/created=\d+/, `created=${CREATED - 1}`)],
    ['says another key', inInput(/keyid="\w+"/, `keyid="${keyIdOfPair(other)}"`)],
    ['says another key, signed', (id) => signed(id, { parameters: { keyid: keyIdOfPair(other) } })],
    ['is signed by another key', (id) => signed(id, { parameters: { keyid: keyIdOfPair(pair) } }, { by: other })],
    ['says another algorithm, signed', (id) => signed(id, { parameters: { alg: 'ecdsa-p256-sha256' } })],
    ['says another nonce', inInput(/nonce="[^"]+"/, 'nonce="n"')],
    ['has no nonce', (id) => signed(id, { parameters: { nonce: undefined } })],
    ['has an empty nonce', (id) => signed(id, { parameters: { nonce: '' } })],
    ['has a nonce of 129 characters', (id) => signed(id, { parameters: { nonce: 'n'.repeat(129) } })],
    ['has no time', (id) => signed(id, { parameters: { created: undefined } })],
    ['says no algorithm', (id) => signed(id, { parameters: { alg: undefined } })],
    ['says no key', (id) => signed(id, { parameters: { keyid: undefined } })],
    ['has a parameter nobody knows', (id) => signed(id, { parameters: { until: 1 } })],
    ...COVERED.map((name) => [`does not cover ${name}`, (id: string) => signed(id, { components: without(name) })] as const),
    ['covers what is not there', (id) => signed(id, { components: [...COVERED, 'x-absent'] })],
    ['covers something twice', (id) => signed(id, { components: [...COVERED, '@method'] })],
    ['has two signatures', (id) => { const [one, two] = [signed(id), signed(id, { label: 'two' })]; const both = (name: string) => `${one.headers[name]}, ${two.headers[name]}`; return { ...one, headers: { ...one.headers, 'signature-input': both('signature-input'), signature: both('signature') } }; }],
    ['has its signature under another label', withHeader('signature', ({ headers }) => `x${headers['signature']}`)],
    ['has a signature of 63 bytes', withHeader('signature', () => `sig=:${Buffer.alloc(63).toString('base64')}:`)],
    ...['signature', 'signature-input', 'content-digest'].map((name) => [`has no ${name}`, dropping(name)] as const),
  ];

  it.each(FORGERIES)('that %s is answered 401, like a wrong token, and nothing is recorded', async (_what, forged) => {
    const sent = forged('forged');
    const wrong = await send({ ...sent, headers: { 'content-type': STRUCTURED, authorization: 'Bearer a.b.c' }, body: '{}' });
    const head = await hall().store.head();
    const answer = await send(sent);
    expect(wrong.status).toBe(401);
    expect(told(answer)).toEqual(told(wrong));
    expect(await hall().store.head()).toBe(head);
  });

  it('is refused a second use of a request, and takes the limits of time as they are', async () => {
    const once = signed('once');
    expect([(await send(once)).status, (await send(once)).status]).toEqual([201, 401]);
    expect((await send(signed('early', {}, { created: CREATED + 60 }))).status).toBe(201);
    expect((await send(signed('late', { parameters: { nonce: 'n'.repeat(128) } }, { created: CREATED - 60 }))).status).toBe(201);
    expect((await send(signed('far', { parameters: { nonce: 'shared' } }))).status).toBe(201);
    expect((await send(signed('near', { parameters: { nonce: 'shared' } }, { by: other, secret: otherCredential }))).status).toBe(201);
  });

  it('leaves its nonce good when another body came with it', async () => {
    const good = signed('kept');
    expect((await send({ ...good, body: '{}' })).status).toBe(401);
    expect((await send(good)).status).toBe(201);
  });

  it('is not got round by a token of its name', async () => {
    const [secret, key] = [await register('terminal-1', pair), { by: pair }];
    const { authorization = '' } = hall().authorization('terminal') as { authorization?: string };
    const unsigned = { method: 'POST', path: '/events', headers: { 'content-type': STRUCTURED, authorization }, body: JSON.stringify(receipt('named')) };
    expect((await send(unsigned)).status).toBe(401);
    expect((await send(signed('named', {}, { ...key, secret }))).status).toBe(201);
  });

  it('gets its key with a credential: the old one goes on as it was for the grace time, the next has the key too', async () => {
    const old = await register('T-G');
    const bearer = async (secret: string, id: string) => (await send({ method: 'POST', path: '/events', headers: { 'content-type': STRUCTURED, authorization: `Bearer ${secret}` }, body: JSON.stringify(receipt(id)) })).status;
    const { told: first } = (await asked('rotateTerminalCredential', `terminalId: "T-G", graceMinutes: 5, publicKey: "${other.publicKey}"`)).data;
    expect(first.terminal).toEqual({ signingKeyId: keyIdOfPair(other) });
    expect([await bearer(old, 'g-1'), await bearer(first.credential as string, 'g-2')]).toEqual([201, 401]);
    expect((await send(signed('g-3', {}, { by: other, secret: first.credential as string }))).status).toBe(201);
    const next = (await asked('rotateTerminalCredential', 'terminalId: "T-G"')).data.told;
    expect(next.terminal).toEqual({ signingKeyId: keyIdOfPair(other) });
    expect([await bearer(old, 'g-4'), await bearer(next.credential as string, 'g-4')]).toEqual([401, 401]);
    expect((await send(signed('g-4', {}, { by: other, secret: next.credential as string }))).status).toBe(201);
  });

  it.each([['a text', 'key'], ['a key of RSA', `MIIBIjANBgkq${'A'.repeat(40)}`], ['a key that is cut', pair.publicKey.slice(0, -4)], ['the private half', pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')]])('gets no key that is %s', async (_what, publicKey) => {
    const { errors } = await asked('registerTerminal', `terminalId: "T-X", departmentIds: ["intake"], publicKey: "${publicKey}"`);
    expect(errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ field: 'publicKey' }] });
  });

  it('is listed with its key’s id, and one without a key without', async () => {
    await register('T-U');
    const { body } = await hall().graphql('administrator', '{ terminals { edges { node { terminalId signingKeyId } } } }');
    const nodes = body.data.terminals.edges.map((edge: { node: object }) => edge.node);
    expect(nodes).toEqual(expect.arrayContaining([{ terminalId: 'T-S', signingKeyId: keyIdOfPair(pair) }, { terminalId: 'T-U', signingKeyId: null }]));
  });
});
