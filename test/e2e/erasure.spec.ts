import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SqliteEventStore } from '../../src/event-store/sqlite/sqlite.event-store.js';
import { dumpLog } from '../../src/operations/dump/dump-log.js';
import { verifyLog } from '../../src/operations/logs/verify-log.js';
import { silentProgress } from '../../src/operations/progress.js';
import { auditKeys, headSources } from '../../src/proof/verify/audit-inputs.js';
import { readHeads } from '../../src/proof/verify/read-heads.js';
import { verifyAudit } from '../../src/proof/verify/verify-audit.js';
import { publicKeyOf, verifyStatement } from '../../src/proof/domain/signature.js';
import { verifyReceipt } from '../../verifier/verify-receipt.mjs';
import { MARK, MarkedHall, REFERENCE } from '../support/erasure/marked-hall.js';
import { filesWith, formsOf } from '../support/erasure/traces.js';
import { FIGURE_FIELDS } from '../support/graphql-figures.js';
import type { Json } from '../support/hall/hall-server.js';
import { startReplica } from '../support/replicas/replica.js';

/** Every line that the service logs, as it would be written. */
const mockLines: string[] = [];
jest.mock('../../src/platform/log-lines.js', () => {
  const { fitForLog } = jest.requireActual<{ fitForLog: (line: string) => string }>('../../src/platform/log-lines.js');
  return { fitForLog: (line: string) => { mockLines.push(fitForLog(line)); return ''; } };
});
jest.setTimeout(180_000);

const REPORT = `{ departmentEfficiency(at: "2026-03-02T04:00:00Z") { total { ...row } departments { departmentId ...row } } }
  fragment row on DepartmentEfficiency { ${FIGURE_FIELDS} }`;
const signal = new AbortController().signal;

describe('After an erasure', () => {
  const root = mkdtempSync(join(tmpdir(), 'erasure-'));
  const data = join(root, 'data');
  mkdirSync(data);
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  /** What lies in the keys' file of the applicant and of others. */
  const secrets = (): readonly Uint8Array[] => {
    const keys = new DatabaseSync(join(data, 'keys.sqlite'), { readOnly: true });
    const rows = keys.prepare('SELECT secret FROM keys WHERE secret IS NOT NULL').all() as unknown as { secret: Uint8Array }[];
    keys.close();
    return rows.map(({ secret }) => secret);
  };

  it('the name is in no file, no export, no answer and no log line; figures are the same to the digit; everything still verifies', async () => {
    const replica = await startReplica(data, 'a', () => Date.parse('2026-03-02T04:00:00.000Z'), { LOG_LEVEL: 'trace' });
    const hall = new MarkedHall(replica, data);
    await hall.tell();
    await hall.importWithReject();
    const [before, said] = [await hall.asked('supervisor', REPORT), await hall.answers(`asked for by ${MARK}`)];
    const exports = await hall.exportAll('exports');
    const receipt = (await replica.request('/receipts/hall.R-1', { headers: replica.authorization('supervisor') })).body;
    // The names are there to be read, by those who may, and nowhere else.
    expect(said).toContain(MARK);
    expect(filesWith(data, [MARK])).toEqual([]);
    expect(filesWith(data, ['RequestTransferred']).length).toBeGreaterThan(2);
    const [kept] = secrets();
    expect(filesWith(data, [kept!])).not.toEqual([]);

    const erased = (await hall.asked('administrator', `mutation E($reference: String!) { eraseApplicant(input: { hallId: "hall", applicantReference: $reference, reason: APPLICANT_ASKED }) {
      __typename ... on ApplicantErased { applicantPseudonym requests texts before } ... on ErasureRefused { code } } }`, { reference: REFERENCE })).eraseApplicant;
    expect(erased).toMatchObject({ __typename: 'ApplicantErased', requests: 3, before: false });
    // Three receipts; notes of a progress, a transfer, a reminder and a rating; the reason of a reading.
    expect(erased.texts).toBe(8);

    const after = await hall.answers('to see what is left');
    expect(formsOf(MARK).filter((form) => Buffer.from(after).includes(form))).toEqual([]);
    expect(after).toContain('ERASED');
    expect(filesWith(data, [kept!])).toEqual([]);
    expect(await hall.asked('supervisor', REPORT)).toEqual(before);
    expect([...(await hall.exportAll('exports-after'))].filter(([name]) => !name.startsWith('events.'))).toEqual([...exports].filter(([name]) => !name.startsWith('events.')));
    await certificateHolds(hall, erased.applicantPseudonym);
    expect((await verifyReceipt(JSON.stringify(receipt), { nowMs: Date.parse(receipt.issuedAt) })).code).toBe('OK');
    await replica.stop();

    const store = await SqliteEventStore.open(join(data, 'events.sqlite'));
    await dumpLog({ source: { store, label: 'log', appliesGroupsInOrder: true, shared: false }, to: join(data, 'dump.jsonl'), progress: silentProgress, signal });
    expect((await verifyLog(store, { progress: silentProgress, signal, sharedLog: false })).events).toBeGreaterThan(20);
    await auditIsGreen(store);
    await store.close();
    expect(filesWith(root, [MARK])).toEqual([join(root, 'log.csv')]); // What was imported lies outside; it is the hall's to destroy.
    expect(mockLines.length).toBeGreaterThan(10);
    expect(mockLines.filter((line) => formsOf(MARK).some((form) => Buffer.from(line).includes(form)))).toEqual([]);
  });

  /** As `audit:verify` does it: every chain, and the tree against every head that was signed, before and after the erasure. */
  async function auditIsGreen(store: SqliteEventStore): Promise<void> {
    const inputs = { auditDir: join(data, 'audit'), heads: [], keyFile: null, stdin: process.stdin };
    const heads = await readHeads(await headSources(inputs), { keys: auditKeys(inputs), nowMs: Date.parse('2026-03-02T04:00:00.000Z'), signal });
    const report = await verifyAudit({ store, sharedLog: false, heads, witness: null, progress: silentProgress, signal });
    expect([heads.findings, report.log, report.headsHeld]).toEqual([[], null, heads.index.count]);
    expect(report.headsHeld).toBeGreaterThan(1);
  }

  async function certificateHolds(hall: MarkedHall, pseudonym: string): Promise<void> {
    const { erasureCertificate } = await hall.asked('administrator', `{ erasureCertificate(applicantPseudonym: "${pseudonym}") { document texts requestedBy treeSizeBefore treeSizeAfter } }`);
    const certificate: Json = JSON.parse(erasureCertificate.document as string);
    const [key] = (await hall.replica.request('/receipts/hall.R-1', { headers: hall.replica.authorization('supervisor') })).body.keys;
    expect(verifyStatement('erasure-certificate', certificate, publicKeyOf(key.publicKey as string))).toBe(true);
    expect(certificate).toMatchObject({ applicantKeyId: pseudonym, hallId: 'hall', texts: 8, requests: 3, requestedBy: 'administrator-1', reason: 'APPLICANT_ASKED' });
    expect(certificate.after.treeSize).toBeGreaterThan(certificate.before.treeSize);
    expect(JSON.stringify(certificate)).not.toContain(MARK);
    const file = await hall.replica.request(`/erasures/${pseudonym}`, { headers: hall.replica.authorization('administrator') });
    expect(file.body).toMatchObject({ applicantKeyId: pseudonym, texts: 8 });
    expect((await hall.replica.request(`/erasures/${pseudonym}`, { headers: hall.replica.authorization('administrator', { halls: ['west'], departmentTrees: 'all' }) })).status).toBe(404);
  }
});
