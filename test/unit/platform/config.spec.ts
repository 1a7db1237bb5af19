import { ConfigError, readConfig } from '../../../src/platform/config.js';
import { nodeVersionProblem } from '../../../src/platform/node-version.js';

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toEqual({
      dataDir: './data', readModelDir: './data/read-model', eventStore: 'sqlite', keyring: 'file', operationsFolder: 'operations', persistedOnly: false, positionWaitMs: 5000, host: '127.0.0.1', port: 3000, defaultHallId: 'hall', cataloguePath: 'catalogue/default.yaml', environment: 'development',
      logLevel: 'info', duckdbMemoryMb: 200, rectificationWorkingDays: 15, whatIfRunningMax: 1, whatIfMsMax: 1_800_000, bodyBytesMax: 8_388_608, batchEventsMax: 1000, shutdownMsMax: 10_000, warningsEveryMs: 10_000, heartbeatMs: 12_000, drainMs: 0, traces: { endpoint: null, share: 1 },
      proof: { auditDir: './data-audit', headEveryMs: 60_000, headsToStdout: false, webhook: null },
      doors: {
        tls: null, trustedProxies: [], plainHttpAccepted: false, allowedOrigins: [], headersMs: 10_000, requestMs: 30_000, idleMs: 10_000,
        rates: { events: 1_000, graphql: 1_200, exports: 60, others: 600, failures: 60 },
      },
      tokens: { audience: 'service-efficiency-tracker', issuance: { kind: 'built-in', keyFile: './data/token-keys.json' } },
    });
  });

  it('takes an empty CATALOGUE for none', () => expect(readConfig({ CATALOGUE: '' }).cataloguePath).toBeNull());

  it.each(['0.0.0.0', '::', '192.168.1.10', 'example.org'])('refuses to listen on %s in the clear, and says what to do', (HOST) => {
    expect(() => readConfig({ HOST })).toThrow(/^HOST .* is for other machines too.*TLS_CERT_FILE and TLS_KEY_FILE.*TRUSTED_PROXY.*PLAIN_HTTP=accepted\.$/);
  });

  it.each(['127.0.0.1', '127.0.0.2', '::1', 'localhost'])('listens on %s without a word', (HOST) => expect(readConfig({ HOST }).host).toBe(HOST));

  it.each([{ TLS_CERT_FILE: 'c.pem', TLS_KEY_FILE: 'k.pem' }, { TRUSTED_PROXY: '10.0.0.7' }, { PLAIN_HTTP: 'accepted' }])('listens beyond loopback with %j', (env) =>
    expect(readConfig({ HOST: '0.0.0.0', ...env }).host).toBe('0.0.0.0'));

  it.each([
    ['TLS_CERT_FILE', 'c.pem'], ['TLS_KEY_FILE', 'k.pem'], ['TRUSTED_PROXY', 'proxy.example'], ['TRUSTED_PROXY', '10.0.0.0/33'], ['TRUSTED_PROXY', '0.0.0.0/0'],
    ['TRUSTED_PROXY', '10.0.0.1/8/8'], ['ALLOWED_ORIGINS', '*'], ['ALLOWED_ORIGINS', 'https://desk.example/path'], ['ALLOWED_ORIGINS', 'desk.example'],
    ['PLAIN_HTTP', 'yes'], ['RATE_EVENTS_PER_MINUTE', '-1'], ['CLIENT_HEADERS_MS', '0'],
  ])('refuses %s as %s', (name, value) => expect(() => readConfig({ [name]: value })).toThrow(new RegExp(name)));

  it('counts nothing in tests unless it is told to', () => {
    expect(Object.values(readConfig({ NODE_ENV: 'test' }).doors.rates)).toEqual([0, 0, 0, 0, 0]);
    expect(readConfig({ NODE_ENV: 'test', RATE_EVENTS_PER_MINUTE: '3' }).doors.rates.events).toBe(3);
  });

  it.each([
    ['PORT', '-1'], ['PORT', '65536'], ['PORT', '80a'], ['PORT', '1e3'], ['HALL_ID', 'a.b'], ['HALL_ID', 'x'.repeat(65)], ['NODE_ENV', 'prod'],
    ['LOG_LEVEL', 'loud'], ['DUCKDB_MEMORY_MB', '1'], ['BATCH_EVENTS_MAX', '1001'], ['BODY_BYTES_MAX', '10'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4317'], ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
  ])('names %s when it is %s', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name} must be .*"${value.slice(0, 60)}"`));
  });

  it('names all wrong variables at once', () => {
    const sentences = ['PORT must be a whole number from 0 to 65535, but is "x".', 'HALL_ID must be 1 to 64 letters, digits, "_" or "-" (no dot), but is "a.b".'];
    expect(() => readConfig({ PORT: 'x', HALL_ID: 'a.b' })).toThrow(new ConfigError(sentences.join('\n')));
  });

  it('takes the tokens of an identity provider where one is named', () => {
    const env = { TOKEN_ISSUER: 'https://id.example.org/', TOKEN_JWKS_URL: 'https://id.example.org/keys', TOKEN_AUDIENCE: 'hall', TOKEN_ALGORITHMS: 'ES256, PS256' };
    expect(readConfig(env).tokens).toEqual({
      audience: 'hall', issuance: { kind: 'foreign', issuer: 'https://id.example.org/', jwksUrl: 'https://id.example.org/keys', algorithms: ['ES256', 'PS256'] },
    });
    expect(readConfig({ ...env, TOKEN_JWKS_URL: 'http://127.0.0.1:8080/keys' }).tokens.issuance.kind).toBe('foreign');
  });

  it.each(['http://id.example.org/keys', 'file:///etc/passwd', 'https://name:word@id.example.org/keys', 'keys', 'http://127.0.0.1.example.org/'])(
    'fetches no keys from %s', (TOKEN_JWKS_URL) => expect(() => readConfig({ TOKEN_ISSUER: 'id', TOKEN_JWKS_URL })).toThrow('TOKEN_JWKS_URL must be an https address'));

  it.each([{ TOKEN_ISSUER: 'id' }, { TOKEN_JWKS_URL: 'https://id.example.org/keys' }])('wants the issuer and its keys together: %j', (env) =>
    expect(() => readConfig(env)).toThrow('TOKEN_ISSUER and TOKEN_JWKS_URL come together'));

  it.each(['HS256', 'none', 'ES256,HS512', 'es256'])('takes no signatures of the kind %s', (TOKEN_ALGORITHMS) =>
    expect(() => readConfig({ TOKEN_ALGORITHMS })).toThrow('a shared secret or no signature at all is never taken'));
});

describe('The Node version', () => {
  it.each(['24.9.0', '24.21.0', '25.0.0', '26.10.0'])('%s will do', (version) => expect(nodeVersionProblem(version)).toBeNull());
  it.each(['20.20.2', '22.23.3', '24.8.9'])('%s will not', (version) => expect(nodeVersionProblem(version)).toContain(`runs on ${version}`));
});
