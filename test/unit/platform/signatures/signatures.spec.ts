import { createPublicKey, verify } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { readContentDigest } from '../../../../src/platform/http/signatures/content-digest.js';
import { SeenNonces } from '../../../../src/platform/http/signatures/seen-nonces.js';
import { authorityOf, signatureBase } from '../../../../src/platform/http/signatures/signature-base.js';
import { readSignature, readSignatureInput } from '../../../../src/platform/http/signatures/signature-input.js';
import { SignedRequests } from '../../../../src/platform/http/signatures/signed-requests.js';
import { newSigningPair, signedHeaders } from '../../../support/identity/sign-request.js';

/** RFC 9421, B.1.4 and B.2.6. */
const B14_PUBLIC = 'MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=';
const B26_COMPONENTS = ['date', '@method', '@path', '@authority', 'content-type', 'content-length'];
const B26_PARAMS = '("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"';
const B26_SIGNATURE = 'sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:';
const B26_MESSAGE = {
  method: 'POST', scheme: 'https', authority: 'example.com', target: '/foo?param=Value&Pet=dog',
  rawHeaders: ['Host', 'example.com', 'Date', 'Tue, 20 Apr 2021 02:07:55 GMT', 'Content-Type', 'application/json', 'Content-Length', '18'],
};

describe('The base of a signature', () => {
  it('is that of RFC 9421, B.2.6, and its signature is good', () => {
    const base = signatureBase(B26_MESSAGE, { components: B26_COMPONENTS, params: B26_PARAMS }) ?? '';
    expect(base.split('\n')).toEqual(['"date": Tue, 20 Apr 2021 02:07:55 GMT', '"@method": POST', '"@path": /foo', '"@authority": example.com',
      '"content-type": application/json', '"content-length": 18', `"@signature-params": ${B26_PARAMS}`]);
    const signature = readSignature(B26_SIGNATURE, 'sig-b26');
    expect(signature?.length).toBe(64);
    const key = createPublicKey({ key: Buffer.from(B14_PUBLIC, 'base64'), format: 'der', type: 'spki' });
    expect(verify(null, Buffer.from(base), key, signature ?? Buffer.alloc(0))).toBe(true);
  });

  it('has the parts of an address as RFC 9421, 2.2 has them, and joins a header that is there twice', () => {
    const message = { ...B26_MESSAGE, rawHeaders: ['X-A', ' one ', 'x-a', 'two'] };
    const lines = signatureBase(message, { components: ['@target-uri', '@query', 'x-a'], params: '()' })?.split('\n');
    expect(lines).toEqual(['"@target-uri": https://example.com/foo?param=Value&Pet=dog', '"@query": ?param=Value&Pet=dog', '"x-a": one, two', '"@signature-params": ()']);
    expect(signatureBase({ ...message, target: '/foo' }, { components: ['@query'], params: '()' })).toContain('"@query": ?\n');
    expect([authorityOf('https', 'WWW.Example.com:443'), authorityOf('http', 'example.com:80'), authorityOf('http', '127.0.0.1:3000'), authorityOf('https', 'h:80')])
      .toEqual(['www.example.com', 'example.com', '127.0.0.1:3000', 'h:80']);
  });

  it.each([['a part nobody knows', ['@status'], []], ['a header that is not there', ['x-a'], []], ['a header beyond ASCII', ['x-a'], ['x-a', '\u00e4']]])('is none with %s', (_what, components, rawHeaders) => {
    expect(signatureBase({ ...B26_MESSAGE, rawHeaders }, { components, params: '()' })).toBeNull();
  });
});

describe('A Signature-Input', () => {
  const tail = ';created=5;keyid="k";alg="ed25519";nonce="n"';

  it('is read with its spaces, and told in the one form', () => {
    expect(readSignatureInput('a.b=( "@method"  "content-type" ); created=5;keyid="k\\"\\\\";alg="ed25519"; nonce="n";expires=9;tag="t"')).toEqual({
      label: 'a.b', components: ['@method', 'content-type'], created: 5, expires: 9, keyid: 'k"\\', alg: 'ed25519', nonce: 'n',
      params: '("@method" "content-type");created=5;keyid="k\\"\\\\";alg="ed25519";nonce="n";expires=9;tag="t"',
    });
  });

  it.each([
    'sig=()', `sig=("@method";req)${tail}`, `sig=("@method"${tail}`, `sig=("@method""@path")${tail}`, `sig=(@method)${tail}`, `Sig=("@method")${tail}`, `sig=("Date")${tail}`,
    `sig=("date")${tail};created=6`, `sig=("date")${tail};x=1`, `sig=("date")${tail.replace('5', '05')}`, `sig=("date")${tail.replace('5', '-5')}`, `sig=("date")${tail.replace('5', '5.0')}`,
    `sig=("date")${tail.replace('5', '"5"')}`, `sig=("date")${tail.replace('"n"', 'n')}`, `sig=("date")${tail.replace('"n"', '"\u00e4"')}`, `sig=("date")${tail} `, `sig=("date")${tail}, two=("date")${tail}`, `sig=("date" "date")${tail}`,
    `sig=(${Array.from({ length: 51 }, (_, at) => `"x-${at}"`).join(' ')})${tail}`, '',
  ])('is not read: %s', (header) => expect(readSignatureInput(header)).toBeNull());
});

it('A Content-Digest is read of SHA-256 and SHA-512 alone, each once, in the one form of base64', () => {
  const good = 'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:';
  expect(readContentDigest(good)?.map(({ algorithm, bytes }) => [algorithm, bytes.length])).toEqual([['sha256', 32]]);
  for (const bad of ['', `${good}, ${good}`, `${good}, md5=:1B2M2Y8AsgTpgAmY7PhCfg==:`, good.replace('PE=', 'PF='), good.replace(/:/g, ''), 'sha-256=::', 'sha-256']) expect(readContentDigest(bad)).toBeNull();
});

describe('Nonces that were used', () => {
  it('are told from new ones until their signature has ended', () => {
    const nonces = new SeenNonces();
    expect([nonces.take('a', 0, 60, 0), nonces.take('a', 0, 60, 60), nonces.take('b', 0, 60, 60), nonces.take('a', 61, 121, 61)]).toEqual([true, false, true, true]);
  });

  it('are so many at most, and none of a forgotten one’s age is taken any more', () => {
    const nonces = new SeenNonces(2);
    expect(['a', 'b', 'c'].map((nonce, at) => nonces.take(nonce, at, 60, 2))).toEqual([true, true, true]);
    expect([nonces.take('a', 0, 60, 2), nonces.take('d', 0, 60, 2), nonces.take('b', 1, 60, 2), nonces.take('e', 1, 60, 2)]).toEqual([false, false, false, true]);
  });
});

describe('A body that comes slowly', () => {
  const pair = newSigningPair();
  const created = Date.UTC(2026, 2, 2, 4) / 1000;
  const sent = (): FastifyRequest => {
    const headers = signedHeaders({ url: 'http://hall.example/events', body: '{}', headers: { 'content-type': 'application/json', authorization: 'Bearer x' }, pair, created });
    return { method: 'POST', protocol: 'http', host: 'hall.example', raw: { url: '/events', rawHeaders: Object.entries(headers).flat() } } as unknown as FastifyRequest;
  };

  it.each([['taken as long as its signature is good', 60_000, null], ['not taken after that: its nonce would not be remembered', 60_001, 'out-of-time']])('is %s', (_what, laterMs, fault) => {
    let nowMs = created * 1000;
    const signed = new SignedRequests({ nowMs: () => nowMs });
    const request = sent();
    expect([signed.begin(request, pair.publicKey), signed.faultOf(request)]).toEqual([null, 'wrong-body']);
    nowMs += laterMs;
    expect([signed.takeBody(request, Buffer.from('{}')), signed.faultOf(request)]).toEqual([fault === null, fault]);
  });
});
