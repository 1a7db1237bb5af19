import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { KeyFile } from '../../../src/proof/heads/key-file.js';
import { ProofService } from '../../../src/proof/proof.service.js';
import { auditKeys, headSources } from '../../../src/proof/verify/audit-inputs.js';
import { readHeads } from '../../../src/proof/verify/read-heads.js';
import { compileSources } from '../../support/compile-sources.js';
import { PROOF_COMMANDS } from '../../support/proof/proof-commands.js';
import { HallLog } from '../operations/hall-log.js';

jest.setTimeout(120_000);
const RUNS = 4;
const WAIT_MS = 30_000;
const { signal } = new AbortController();

describe('audit:verify beside a service that goes on recording, signing and changing its key', () => {
  const folder = mkdtempSync(join(tmpdir(), 'beside-'));
  const data = join(folder, 'data');
  const auditDir = join(folder, 'data-audit');
  mkdirSync(data);
  const compiled = compileSources(folder, PROOF_COMMANDS);
  const keys = new KeyFile(auditDir, Date.now);
  const gauge = { set: () => undefined };
  const errors: unknown[] = [];
  let store: SqliteEventStore;
  let service: ProofService;
  let requests = 0;

  beforeAll(async () => {
    store = await SqliteEventStore.open(join(data, 'events.sqlite'));
    service = new ProofService({
      store, keys, auditDir, webhook: null, nowMs: Date.now, treeFolder: join(data, 'read-model', 'proof'), say: () => undefined, onError: (error) => errors.push(error),
      metrics: { proofTreeSize: gauge, proofHeadSize: gauge, proofUp: gauge, proofUnsentBytes: gauge },
    });
    service.start();
    await recordAndSign();
  });
  afterAll(async () => {
    await service.stop();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function recordAndSign(): Promise<void> {
    await new HallLog(store).append(`serviceRequest-hall.${(requests += 1)}`, 3);
    await service.tree.reach((await store.head()) ?? 0n, WAIT_MS);
    await service.heads.sign();
  }
  async function verify(): Promise<{ readonly code: number; readonly text: string }> {
    const args = [join(compiled, 'proof', 'audit-verify.main.js'), '--data', data, '--quiet'];
    return promisify(execFile)(process.execPath, args, { env: { PATH: process.env['PATH'] } })
      .then(({ stdout }) => ({ code: 0, text: stdout }), (error: { code: number; stderr: string }) => ({ code: error.code, text: error.stderr }));
  }
  const heads = (): number => readFileSync(join(auditDir, 'heads.jsonl'), 'utf8').trim().split('\n').length;

  it(`never gives a false alarm in ${RUNS} runs, and names what is bad when something is`, async () => {
    let going = true;
    const recording = (async () => {
      for (let round = 0; going; round += 1) {
        await recordAndSign();
        if (round % 10 === 0 && round < 200) keys.rotate();
      }
    })();
    const before = heads();
    const seen: string[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const { code, text } = await verify();
      seen.push(code === 0 ? /(\d+) events hold, .* [1-9]\d* of \d+ signed heads/s.exec(text)?.[0].replace(/\d+/g, '#') ?? text : text);
    }
    going = false;
    await recording;
    expect(seen).toEqual(Array(RUNS).fill('# events hold, up to position #; # of # signed heads'));
    expect([errors, heads() > before + RUNS]).toEqual([[], true]);
    const database = new DatabaseSync(join(data, 'events.sqlite'), { timeout: 5_000 });
    const data5 = database.prepare('SELECT data FROM events WHERE position = 5').get()?.['data'] as string;
    database.exec(`UPDATE events SET data = '{"index":99}' WHERE position = 5`);
    expect(await verify()).toEqual({ code: 1, text: expect.stringMatching(/position 5\b/) });
    database.prepare('UPDATE events SET data = ? WHERE position = 5').run(data5);
    database.close();
    expect((await verify()).code).toBe(0);
  });

  it('reads no head that was signed after it has looked at the keys, and no line that is half written', async () => {
    const inputs = { auditDir, heads: [], keyFile: null, stdin: process.stdin };
    const file = join(auditDir, 'heads.jsonl');
    const before = heads();
    const [sources, list] = [await headSources(inputs), auditKeys(inputs)];
    keys.rotate();
    await recordAndSign();
    const size = readFileSync(file).length;
    appendFileSync(file, '{"version":1,"logId":"');
    expect(await readHeads(sources, { keys: list, nowMs: Date.now(), signal })).toMatchObject({ index: { count: before }, findings: [] });
    expect(await readHeads(await headSources(inputs), { keys: auditKeys(inputs), nowMs: Date.now(), signal })).toMatchObject({ index: { count: before + 1 }, findings: [] });
    // The negative control: everything that lies there by now, held against the keys of before.
    const kept = await headSources({ ...inputs, heads: [file] });
    expect((await readHeads(kept.slice(1), { keys: list, nowMs: Date.now(), signal })).findings.map(({ code }) => code)).toEqual(['HEAD_REFUSED', 'HEAD_UNREADABLE']);
    truncateSync(file, size);
  });

  it('asks for heads where the file of them holds none', async () => {
    const inputs = { auditDir: join(folder, 'empty'), heads: [], keyFile: null, stdin: process.stdin };
    mkdirSync(inputs.auditDir);
    appendFileSync(join(inputs.auditDir, 'heads.jsonl'), '');
    await expect(headSources(inputs)).rejects.toMatchObject({ code: 'NO_HEADS' });
  });
});
