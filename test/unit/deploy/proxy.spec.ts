import { readConfig } from '../../../src/platform/config.js';
import { read, readCompose } from '../../support/deploy/compose-file.js';

const nginx = read('deploy/proxy/nginx.conf');
const replicas = read('deploy/proxy/two-replicas.conf');
const setting = (name: string, text = nginx): string => new RegExp(`^\\s*${name} ([^;]+);$`, 'm').exec(text)?.[1] ?? '';
const seconds = (text: string): number => Number(/^(\d+)s$/.exec(text)?.[1]);
const numberIn = (path: string, name: string): number => {
  const product = new RegExp(`\\b${name}\\b\\s*[:=]\\s*([\\d_ *]+)`).exec(read(path))?.[1] ?? '';
  return product.replaceAll('_', '').split('*').reduce((all, factor) => all * Number(factor), 1);
};
const SERVER = 'src/platform/http/http-adapter.ts';

describe('the proxy', () => {
  it('lets through the bodies and headers that the service takes, and no larger ones', () => {
    const mebibytes = Number(/^(\d+)m$/.exec(setting('client_max_body_size'))?.[1]);
    const replica = readCompose('docker-compose.yml').services['replica-1'];
    expect(mebibytes * 1024 * 1024).toBe(readConfig({}).bodyBytesMax);
    expect(replica?.environment?.['BODY_BYTES_MAX']).toBe(String(readConfig({}).bodyBytesMax));
    expect(setting('large_client_header_buffers')).toBe(`4 ${numberIn(SERVER, 'HEADER_BYTES_MAX') / 1024}k`);
  });

  it('gives up slow senders when the service does, and waits longer for an answer than the service may take', () => {
    expect(seconds(setting('client_header_timeout')) * 1000).toBe(readConfig({}).doors.headersMs);
    expect(seconds(setting('client_body_timeout')) * 1000).toBe(readConfig({}).doors.requestMs);
    expect(seconds(setting('proxy_read_timeout')) * 1000).toBeGreaterThan(numberIn(SERVER, 'CONNECTION_MS_MAX'));
  });

  it('drops an idle connection before the service does', () => {
    for (const path of ['deploy/proxy/two-replicas.conf', 'deploy/proxy/one-replica.conf'])
      expect(seconds(setting('keepalive_timeout', read(path))) * 1000).toBeLessThan(readConfig({}).doors.idleMs);
  });

  it('asks the other replica when one is gone or says 503, once, and not after a wait that a question of position may take twice', () => {
    expect(setting('proxy_next_upstream')).toBe('error timeout http_503 non_idempotent');
    expect(setting('proxy_next_upstream_tries')).toBe('2');
    expect(seconds(setting('proxy_next_upstream_timeout')) * 1000).toBeGreaterThan(2 * readConfig({}).positionWaitMs);
  });

  it('passes websockets, says who asks in place of what they say, and leaves every other header as it is', () => {
    const set = [...nginx.matchAll(/^\s*proxy_set_header (\S+) (\S+);$/gm)].map(([, name, value]) => [name, value]);
    expect(set).toEqual([['Host', '$http_host'], ['X-Forwarded-For', '$remote_addr'], ['X-Forwarded-Proto', '$scheme'], ['Upgrade', '$http_upgrade'], ['Connection', '$connection_header']]);
    expect(readCompose('docker-compose.yml').services['replica-1']?.environment?.['TRUSTED_PROXY']).toBe('127.0.0.1');
    expect(nginx).not.toMatch(/proxy_hide_header|proxy_pass_request_headers off/);
  });

  it('knows the ports the replicas listen on, and no address but loopback', () => {
    const { services } = readCompose('docker-compose.yml');
    const ports = ['replica-1', 'replica-2'].map((name) => services[name]?.environment?.['PORT']);
    expect([...replicas.matchAll(/server (\S+) max_fails=0;/g)].map(([, address]) => address)).toEqual(ports.map((port) => `127.0.0.1:${port}`));
    const single = readCompose('docker-compose.single.yml').services['hall']?.environment?.['PORT'];
    expect(setting('server', read('deploy/proxy/one-replica.conf'))).toBe(`127.0.0.1:${single} max_fails=0`);
  });

  it('publishes the door only: metrics have a port that is not published, and are not at the door', () => {
    const { ports } = readCompose('docker-compose.yml').services['loopback'] ?? {};
    expect(ports).toEqual([`127.0.0.1:8080:${setting('listen')}`]);
    expect(nginx).toMatch(/location = \/metrics \{\s*return 404;\s*\}/);
    // Or the replicas would ask Prometheus for a token, or take what somebody says of where it comes from.
    expect(setting('proxy_set_header X-Forwarded-For', read('deploy/proxy/two-replicas.conf'))).toBe("''");
  });

  it('logs neither query, body nor key', () => {
    const format = /log_format lines escape=json ([\s\S]*?);/.exec(nginx)?.[1] ?? '';
    expect([...format.matchAll(/\$(\w+)/g)].map(([, name]) => name)).toEqual([
      'time_iso8601', 'request_method', 'uri', 'status', 'request_time', 'upstream_addr', 'upstream_http_x_correlation_id',
    ]);
  });
});
