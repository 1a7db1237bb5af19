import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { createApp, type RunningApp } from '../../src/app.main.js';
import { type AppConfig, readConfig } from '../../src/platform/config.js';
import { renewCertificate } from '../../src/platform/http/tls.js';
import { LOOPBACK_CERTIFICATE } from '../support/eventstoredb/loopback-certificate.js';
import { RENEWED_CERTIFICATE } from '../support/doors/renewed-certificate.js';
import { sendRaw } from '../support/doors/raw.js';

const MS_MAX = 120_000;

describe('TLS', () => {
  jest.setTimeout(MS_MAX);
  const dataDir = mkdtempSync(join(tmpdir(), 'tls-'));
  const [TLS_CERT_FILE, TLS_KEY_FILE] = [join(dataDir, 'cert.pem'), join(dataDir, 'key.pem')];
  const write = ({ cert, key }: { cert: string; key: string }): void => {
    writeFileSync(TLS_CERT_FILE, cert);
    writeFileSync(TLS_KEY_FILE, key);
  };
  const settings = (): AppConfig => readConfig({ NODE_ENV: 'test', PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, CATALOGUE: '', TLS_CERT_FILE, TLS_KEY_FILE });
  let running: RunningApp;
  let config: AppConfig;
  beforeAll(async () => {
    write(LOOPBACK_CERTIFICATE);
    config = settings();
    running = await createApp(config, { writeSide: { store: 'in-memory' } });
    await running.app.listen(0, config.host);
  }, MS_MAX);
  afterAll(async () => {
    await running.app.close();
    rmSync(dataDir, { recursive: true, force: true });
  }, MS_MAX);

  const port = (): number => (running.app.getHttpServer().address() as { port: number }).port;
  const ask = async (ca: string, more: RequestOptions = {}): Promise<{ response: IncomingMessage; name: unknown }> => {
    const request = get({ host: '127.0.0.1', port: port(), path: '/health/live', ca, agent: false, ...more });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    return { response, name: (response.socket as TLSSocket).getPeerCertificate().subject.CN };
  };

  it('is spoken where a certificate is given, and says to speak nothing else from now on', async () => {
    const { response } = await ask(LOOPBACK_CERTIFICATE.cert);
    expect(response.statusCode).toBe(200);
    expect(response.headers['strict-transport-security']).toBe('max-age=31536000');
    expect(await running.app.getUrl()).toMatch(/^https:/);
  });

  it('answers nothing in the clear, and nothing of an old version', async () => {
    const clear = await sendRaw(`http://127.0.0.1:${port()}`, 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(clear.statuses.filter((status) => status < 400)).toEqual([]);
    await expect(ask(LOOPBACK_CERTIFICATE.cert, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' })).rejects.toThrow(/protocol|version|alert/i);
  });

  it('takes a renewed certificate while it runs, and keeps the old one when the files are no pair', async () => {
    writeFileSync(TLS_CERT_FILE, RENEWED_CERTIFICATE.cert);
    expect(() => renewCertificate(running.app.getHttpServer(), config.doors)).toThrow(/belongs to it/);
    expect((await ask(LOOPBACK_CERTIFICATE.cert)).name).toBe('stub event store on loopback');
    write(RENEWED_CERTIFICATE);
    expect(renewCertificate(running.app.getHttpServer(), config.doors)).toBe(true);
    expect((await ask(RENEWED_CERTIFICATE.cert)).name).toBe('renewed on loopback');
    await expect(ask(LOOPBACK_CERTIFICATE.cert)).rejects.toThrow(/self-signed|certificate/i);
  });

  it('is not begun with files that cannot be read, and repeats nothing of them', async () => {
    writeFileSync(TLS_KEY_FILE, 'hunter2');
    await expect(createApp(settings(), { writeSide: { store: 'in-memory' } })).rejects.toThrow(/^TLS_CERT_FILE and TLS_KEY_FILE must be a certificate and the key/);
    rmSync(TLS_KEY_FILE);
    await expect(createApp(settings(), { writeSide: { store: 'in-memory' } })).rejects.toThrow(/TLS_KEY_FILE: .* cannot be read\.$/);
  });
});
