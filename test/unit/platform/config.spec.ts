import { ConfigError, readConfig } from '../../../src/platform/config.js';
import { nodeVersionProblem } from '../../../src/platform/node-version.js';

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toEqual({
      dataDir: './data', readModelDir: './data/read-model', eventStore: 'sqlite', keyring: 'file', operationsFolder: 'operations', persistedOnly: false, positionWaitMs: 5000, host: '127.0.0.1', port: 3000, defaultHallId: 'hall', cataloguePath: 'catalogue/default.yaml', environment: 'development',
      logLevel: 'info', duckdbMemoryMb: 200, rectificationWorkingDays: 15, whatIfRunningMax: 1, whatIfMsMax: 1_800_000, bodyBytesMax: 8_388_608, batchEventsMax: 1000, shutdownMsMax: 10_000, warningsEveryMs: 10_000, heartbeatMs: 12_000, drainMs: 0, traces: { endpoint: null, share: 1 }, keys: {},
    });
  });

  it('takes an empty CATALOGUE for none', () => expect(readConfig({ CATALOGUE: '' }).cataloguePath).toBeNull());

  it.each(['0.0.0.0', '::', '192.168.1.10', 'example.org', '127.0.0.2'])('refuses to listen on %s and says why', (HOST) => {
    expect(() => readConfig({ HOST })).toThrow(/HOST must be one of 127\.0\.0\.1, ::1, localhost.*listens on loopback only/s);
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

  it('reads a key as name and secret, and never repeats a wrong one', () => {
    expect(readConfig({ TERMINAL_KEY: 'counter-3:0123456789abcdef' }).keys).toEqual({ terminal: { principal: 'counter-3', secret: '0123456789abcdef' } });
    for (const wrong of ['0123456789abcdefXYZ', 'a:short', 'a b:0123456789abcdef', 'a:0123456789 abcdef']) {
      expect(() => readConfig({ ANALYST_KEY: wrong })).toThrow(/^ANALYST_KEY must be name:secret/);
      expect(() => readConfig({ ANALYST_KEY: wrong })).not.toThrow(wrong);
    }
  });

  it('refuses one secret for two roles', () => {
    expect(() => readConfig({ ANALYST_KEY: 'a:0123456789abcdef', SUPERVISOR_KEY: 's:0123456789abcdef' })).toThrow('each role needs its own');
  });
});

describe('The Node version', () => {
  it.each(['24.9.0', '24.21.0', '25.0.0', '26.10.0'])('%s will do', (version) => expect(nodeVersionProblem(version)).toBeNull());
  it.each(['20.20.2', '22.23.3', '24.8.9'])('%s will not', (version) => expect(nodeVersionProblem(version)).toContain(`runs on ${version}`));
});
