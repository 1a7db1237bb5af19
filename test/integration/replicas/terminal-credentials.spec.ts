import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PinoLogger } from 'nestjs-pino';
import { symbols } from 'pino';
import { receipt } from '../../support/hall/events.js';
import { HALL_REFERENCE } from '../../support/hall/hall-reference.js';
import { type Replica, startReplica } from '../../support/replicas/replica.js';

const NOW_MS = Date.UTC(2026, 2, 2, 4);

/** Of 10 ms each: patient, and not for ever. */
const ATTEMPTS_MAX = 2_000;
jest.setTimeout(120_000);

describe('A terminal’s credential on two replicas', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'terminals-'));
  const logged: string[] = [];
  let replicas: readonly Replica[] = [];
  beforeAll(async () => {
    replicas = [await startReplica(dataDir, 'a', () => NOW_MS, { LOG_LEVEL: 'trace' }), await startReplica(dataDir, 'b', () => NOW_MS, { LOG_LEVEL: 'trace' })];
    const stream = (PinoLogger.root as unknown as Readonly<Record<symbol, { write: (line: string) => unknown }>>)[symbols.streamSym]!;
    jest.spyOn(stream, 'write').mockImplementation((line: string) => logged.push(line));
    await replicas[0]!.graphql('administrator', HALL_REFERENCE);
  });
  afterAll(async () => {
    await Promise.all(replicas.map((one) => one.stop()));
    rmSync(dataDir, { recursive: true, force: true });
  });
  const post = async (at: Replica, secret: string, id: string): Promise<number> =>
    (await at.request('/events', { method: 'POST', headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/cloudevents+json' }, body: JSON.stringify(receipt(id)) })).status;
  const changed = async (at: Replica, mutation: string, input: string): Promise<string> =>
    (await at.graphql('administrator', `mutation { told: ${mutation}(input: { terminalId: "T-1", ${input} }) { ... on TerminalChanged { credential } } }`)).body.data.told.credential;

  it('works on the other at its first request, and ends there a moment after it ended here; its secret is in no file and no line of the log', async () => {
    const [a, b] = replicas as readonly [Replica, Replica];
    const first = await changed(a, 'registerTerminal', 'departmentIds: ["intake"]');
    expect(await post(b, first, 'r-1')).toBe(201);
    const second = await changed(b, 'rotateTerminalCredential', 'graceMinutes: 5');
    expect([await post(a, second, 'r-2'), await post(a, first, 'r-3'), await post(b, first, 'r-4')]).toEqual([201, 201, 201]);
    await changed(a, 'revokeTerminal', '');
    expect([await post(a, first, 'r-5'), await post(a, second, 'r-5')]).toEqual([401, 401]);
    for (let attempt = 0; attempt < ATTEMPTS_MAX && (await post(b, second, `r-6-${attempt}`)) !== 401; attempt += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await post(b, second, 'r-6')).toBe(401);
    expect(await post(b, first, 'r-7')).toBe(401);

    const files = readdirSync(dataDir, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'));
    expect(files.some((text) => text.includes('TerminalRevoked'))).toBe(true);
    expect(logged.some((line) => line.includes('without a valid token'))).toBe(true);
    for (const secret of [first, second]) expect([...files, ...logged].filter((text) => text.includes(secret.slice(4)))).toEqual([]);
  });
});
