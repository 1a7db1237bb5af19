import { RequestMethod } from '@nestjs/common';
import { postStructured, receipt } from '../support/hall/events.js';
import { AllowedMethods } from '../../src/platform/http/allowed-methods.js';
import { open, sendRaw, untilClosed } from '../support/doors/raw.js';
import { expectProblem } from '../support/hall/problem.js';
import { useHall } from '../support/hall/use-hall.js';

const HOST = 'Host: 127.0.0.1\r\n';

describe('The HTTP door', () => {
  const hall = useHall({ BODY_BYTES_MAX: '4096' });
  const allowed = () => hall().running.app.get(AllowedMethods);
  /** An address of each route, with something in place of a parameter. */
  const addresses = (): string[] => allowed().urls.filter((url) => !url.includes('*')).map((url) => url.replace(/:\w+/g, 'receipts.csv'));
  const methods = Object.values(RequestMethod).filter((name) => typeof name === 'string' && name !== 'ALL').map(String);

  describe('answers a method that an address has not', () => {
    it('with 405 and what it has, at every address', async () => {
      expect(addresses()).toEqual(expect.arrayContaining(['/events', '/graphql', '/health/live', '/metrics', '/exports/receipts.csv']));
      const wrong: string[] = [];
      for (const address of addresses()) {
        const has = allowed().of(address);
        for (const method of [...methods, 'TRACE'].filter((name) => !has.includes(name))) {
          // A client of its own: fetch sends no TRACE.
          const answer = await sendRaw(hall().url, `${method} ${address} HTTP/1.1\r\n${HOST}Authorization: ${hall().authorization('administrator').authorization}\r\nConnection: close\r\n\r\n`);
          const said = answer.headers.get('allow');
          if (answer.status !== 405 || said !== has.join(', ')) wrong.push(`${method} ${address}: ${answer.status} ${String(said)}`);
        }
      }
      expect(wrong).toEqual([]);
    });

    it('and is no proxy', async () => {
      const answer = await sendRaw(hall().url, `CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n`);
      expectProblem(answer, 405);
    });
  });

  it('reads only the media types of an address: every other is 415, at every address that reads a body', async () => {
    const reading = addresses().filter((address) => allowed().of(address).includes('POST'));
    expect(reading).toEqual(expect.arrayContaining(['/events', '/graphql']));
    const types = [undefined, 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml', 'application/graphql', 'application/json, text/plain',
      'application/jsonx', 'application/json/', 'text/json', ';', '*/*', ...(['application/cloudevents+xml'])];
    const wrong: string[] = [];
    for (const address of reading) for (const type of types) {
      const headers = { ...hall().authorization('administrator'), 'mercurius-require-preflight': '1', ...(type === undefined ? {} : { 'content-type': type }) };
      const { status, body } = await hall().request(address, { method: 'POST', headers, body: Buffer.from('{"query":"{ viewer { role } }"}') });
      if (status !== 415 || !JSON.stringify(body).includes('application/json')) wrong.push(`${address} ${String(type)}: ${status}`);
    }
    expect(wrong).toEqual([]);
    for (const type of ['application/json', 'Application/JSON; charset=utf-8', 'application/json;charset="UTF-8"']) {
      expect((await hall().request('/graphql', { method: 'POST', headers: { ...hall().authorization('analyst'), 'content-type': type }, body: '{"query":"{ viewer { role } }"}' })).status).toBe(200);
    }
  });

  it('says on every answer what a browser must not do with it', async () => {
    for (const [path, method, type] of [['/health/live', 'GET'], ['/nothing', 'GET'], ['/events', 'PUT'], ['/graphql', 'POST', 'application/json'], ['/metrics', 'GET']] as const) {
      const answer = await hall().request(path, { method, headers: { ...hall().authorization('analyst'), ...(type === undefined ? {} : { 'content-type': type }) }, ...(type === undefined ? {} : { body: '{"query":"{ viewer { role } }"}' }) });
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'x-content-type-options': 'nosniff', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY', 'content-security-policy': expect.stringContaining("default-src 'none'"),
      });
      expect(answer.headers.has('strict-transport-security')).toBe(false);
      expect(answer.headers.has('x-powered-by') || answer.headers.has('server')).toBe(false);
    }
    expect((await sendRaw(hall().url, 'hello\r\n\r\n')).headers.get('x-content-type-options')).toBe('nosniff');
  });

  describe('refuses what two readers could take for two things', () => {
    const smuggled = 'GET /health/live HTTP/1.1\r\nHost: smuggled\r\n\r\n';
    const post = (headers: string, body = ''): string => `POST /events HTTP/1.1\r\n${HOST}Authorization: Bearer\r\nContent-Type: application/json\r\n${headers}\r\n${body}`;
    it.each([
      ['two lengths', post('Content-Length: 1\r\nContent-Length: 2\r\n', smuggled)],
      ['two equal lengths', post('Content-Length: 0\r\nContent-Length: 0\r\n', smuggled)],
      ['a list of lengths', post('Content-Length: 0, 0\r\n', smuggled)],
      ['a length beside chunks', post('Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${smuggled}`)],
      ['chunks beside a length', post('Transfer-Encoding: chunked\r\nContent-Length: 5\r\n', `0\r\n\r\n${smuggled}`)],
      ['a signed length', post('Content-Length: +5\r\n', `12345${smuggled}`)],
      ['a length in hexadecimal', post('Content-Length: 0x5\r\n', `12345${smuggled}`)],
      ['a length with a space in it', post('Content-Length: 1 2\r\n', smuggled)],
      ['an encoding that is none', post('Transfer-Encoding: xchunked\r\n', `0\r\n\r\n${smuggled}`)],
      ['chunks that are not the last encoding', post('Transfer-Encoding: chunked, identity\r\n', `0\r\n\r\n${smuggled}`)],
      ['chunks twice', post('Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n', `0\r\n\r\n${smuggled}`)],
      ['a space before the colon', post('Transfer-Encoding : chunked\r\n', `0\r\n\r\n${smuggled}`)],
      ['a tab in the encoding’s name', post('Transfer-Encoding\t: chunked\r\n', `0\r\n\r\n${smuggled}`)],
      ['a vertical tab in the encoding', post('Transfer-Encoding: \x0bchunked\r\n', `0\r\n\r\n${smuggled}`)],
      ['a folded header', post('X-A: b\r\n c\r\n', smuggled)],
      ['a folded encoding', post('Transfer-Encoding:\r\n chunked\r\n', `0\r\n\r\n${smuggled}`)],
      ['lines that end in LF', `GET /health/live HTTP/1.1\n${HOST.replace('\r', '')}\n${smuggled}`],
      ['one line that ends in LF', post('X-A: b\nX-B: c\r\n', smuggled)],
      ['a line that ends in CR', post('X-A: b\rX-B: c\r\n', smuggled)],
      ['a NUL in a header', post('X-A: b\0c\r\n', smuggled)],
      ['LF in a chunk’s extension', post('Transfer-Encoding: chunked\r\n', `5;a\n12345\r\n0\r\n\r\n${smuggled}`)],
      ['a chunk’s length that ends in LF', post('Transfer-Encoding: chunked\r\n', `5\n12345\r\n0\r\n\r\n${smuggled}`)],
      ['a chunk longer than it says', post('Transfer-Encoding: chunked\r\n', `2\r\n12345\r\n0\r\n\r\n${smuggled}`)],
      ['a chunk’s length that is too long', post('Transfer-Encoding: chunked\r\n', `FFFFFFFFFFFFFFFFF\r\n12345\r\n0\r\n\r\n${smuggled}`)],
      ['a chunk’s length that is none', post('Transfer-Encoding: chunked\r\n', `0x5\r\n12345\r\n0\r\n\r\n${smuggled}`)],
      ['two hosts', `GET /health/live HTTP/1.1\r\n${HOST}Host: other\r\n\r\n${smuggled}`],
      ['no host', `GET /health/live HTTP/1.1\r\nAccept: */*\r\n\r\n${smuggled}`],
      ['two content types', `POST /events HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n${smuggled}`],
      ['two credentials', `GET /health/live HTTP/1.1\r\n${HOST}Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n${smuggled}`],
      ['another protocol', `GET /health/live HTTP/2.7\r\n${HOST}\r\n${smuggled}`],
      ['no HTTP', 'hello\r\n\r\n'],
    ])('%s: 400, closed, and nothing after it is heard', async (_case, raw) => {
      // With a token, so that it is not the token that is refused.
      const answer = await sendRaw(hall().url, raw.replace('Authorization: Bearer\r', `Authorization: ${hall().authorization('terminal').authorization}\r`));
      expectProblem(answer, 400);
      expect([answer.statuses, answer.closed]).toEqual([[400], true]);
      expect(answer.headers.get('connection')).toBe('close');
    });

    it('a chunk’s extension that is well formed says nothing, as HTTP has it, and a mass of them is 413', async () => {
      const { authorization } = hall().authorization('terminal');
      const chunked = (extension: string): string => `POST /events HTTP/1.1\r\n${HOST}Authorization: ${authorization}\r\nContent-Type: application/json\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n2${extension}\r\n{}\r\n0\r\n\r\n${smuggled}`;
      expect((await sendRaw(hall().url, chunked(';a="b"'))).statuses).toEqual([400]);
      const mass = await sendRaw(hall().url, chunked(`;${'a'.repeat(20_000)}`));
      expectProblem(mass, 413);
      expect(mass.statuses).toEqual([413]);
    });
  });

  it('answers a header that is too large with 431, and an expectation it does not meet with 417', async () => {
    const large = await sendRaw(hall().url, `GET /health/live HTTP/1.1\r\n${HOST}X-A: ${'a'.repeat(20_000)}\r\n\r\n`);
    expectProblem(large, 431);
    expectProblem(await sendRaw(hall().url, `GET /health/live HTTP/1.1\r\n${HOST}Expect: miracles\r\n\r\n`), 417);
  });

  it('answers a body that says it is too large with 413 and closes, and one that does not say so', async () => {
    const { authorization } = hall().authorization('terminal');
    const post = `POST /events HTTP/1.1\r\n${HOST}Authorization: ${authorization}\r\nContent-Type: application/json\r\n`;
    const said = await sendRaw(hall().url, `${post}Content-Length: 5000\r\n\r\n`, 'x'.repeat(100));
    expectProblem(said, 413);
    const grown = await sendRaw(hall().url, `${post}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n`, ...Array.from({ length: 5 }, () => `400\r\n${'x'.repeat(1024)}\r\n`));
    expectProblem(grown, 413);
    expect([said.statuses, grown.statuses]).toEqual([[413], [413]]);
  });

  it('takes nobody’s word for who or where they are', async () => {
    const headers = { 'x-forwarded-for': '10.1.2.3', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'desk.example', forwarded: 'for=10.1.2.3;proto=https', 'x-real-ip': '10.1.2.3', 'x-user-id': 'administrator', 'x-role': 'administrator' };
    const asNobody = await hall().request('/graphql', { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: '{"query":"{ viewer { role } }"}' });
    expect(asNobody.status).toBe(401);
    const asAnalyst = await hall().request('/graphql', { method: 'POST', headers: { ...headers, ...hall().authorization('analyst'), 'content-type': 'application/json' }, body: '{"query":"{ viewer { role } }"}' });
    expect(asAnalyst.body.data.viewer.role).toBe('analyst');
    expect(asAnalyst.headers.has('strict-transport-security')).toBe(false);
    expect((await postStructured(hall(), receipt('spoofed'), headers)).status).toBe(201);
    expect(JSON.stringify((await hall().recorded()).map(({ metadata, data }) => ({ metadata, data })), (_, one: unknown) => (typeof one === 'bigint' ? String(one) : one))).not.toMatch(/10\.1\.2\.3|desk\.example/);
  });

  it('lets no page of another origin write, by whatever host it says it is', async () => {
    const ask = (origin: string, more: Record<string, string> = {}) =>
      hall().request('/graphql', { method: 'POST', headers: { ...hall().authorization('analyst'), 'content-type': 'application/json', origin, ...more }, body: '{"query":"{ viewer { role } }"}' });
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1', `${hall().url}.evil.example`]) expect((await ask(origin)).status).toBe(403);
    expect((await ask('https://evil.example', { 'x-forwarded-host': 'evil.example' })).status).toBe(403);
    expect((await ask(hall().url)).status).toBe(200);
    const preflight = await hall().request('/graphql', { method: 'OPTIONS', headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' } });
    expect([preflight.status, preflight.headers.has('access-control-allow-origin')]).toEqual([405, false]);
  });
});

describe('Slow and idle clients', () => {
  const hall = useHall({ CLIENT_HEADERS_MS: '700', CLIENT_REQUEST_MS: '900', CLIENT_IDLE_MS: '300' });

  it('give up their place, and meanwhile others are served', async () => {
    const { authorization } = hall().authorization('terminal');
    const silent = Array.from({ length: 20 }, () => open(hall().url));
    const headers = open(hall().url);
    headers.write('GET /health/live HTTP/1.1\r\nHost: x\r\nX-');
    const trickle = setInterval(() => headers.write('a'), 50);
    const body = open(hall().url);
    body.write(`POST /events HTTP/1.1\r\n${HOST}Authorization: ${authorization}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`);
    const dripping = setInterval(() => body.write(' '), 50);
    const idle = open(hall().url);
    idle.write(`GET /health/live HTTP/1.1\r\n${HOST}\r\n`);
    const ends = [headers, body, idle, ...silent].map((socket) => untilClosed(socket));
    expect((await postStructured(hall(), receipt('meanwhile'))).status).toBe(201);
    const [slowHeaders, slowBody, kept, ...nothing] = await Promise.all(ends);
    clearInterval(trickle);
    clearInterval(dripping);
    expect([slowHeaders, slowBody, kept, ...nothing].map((one) => one?.closed)).toEqual([slowHeaders, slowBody, kept, ...nothing].map(() => true));
    expectProblem(slowHeaders!, 408);
    expectProblem(slowBody!, 408);
    expect(kept!.statuses).toEqual([200]);
    expect(nothing.map(({ statuses }) => statuses.filter((status) => status !== 408))).toEqual(nothing.map(() => []));
    expect((await postStructured(hall(), receipt('afterwards'))).status).toBe(201);
  });
});
