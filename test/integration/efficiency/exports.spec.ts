import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { SaxesParser } from 'saxes';
import { EVERYWHERE } from '../../../src/kernel/actor.js';
import { exportOf, EXPORT_NAMES } from '../../../src/efficiency/read-model/exports/export-kinds.js';
import { exportStream } from '../../../src/efficiency/read-model/exports/export-stream.js';
import { type FigureQuestion, scopeOf } from '../../../src/efficiency/read-model/scope-of.js';
import { unguardFormula } from '../../../src/kernel/formula-guard.js';
import { eventfulHall, STRANGE } from '../../support/exports/eventful-hall.js';
import { xesFaults } from '../../support/exports/xes-structure.js';
import { hallTime, type SmallHall } from '../../support/read-side-hall.js';

jest.setTimeout(60_000);
const ALL: FigureQuestion = { fromMs: Date.UTC(1970, 0, 2), toMs: Date.UTC(2100, 11, 30), atMs: null, asKnownAt: null, hotPotatoMs: 1_800_000, filter: {}, within: EVERYWHERE, pseudonymous: false };
type Row = Readonly<Record<string, string>>;

describe('An export', () => {
  let hall: SmallHall;
  beforeAll(async () => {
    hall = await eventfulHall();
    await hall.side.readModel.caughtUp();
  });
  afterAll(() => hall.side.stop());

  async function bytesOf(name: string, question: Partial<FigureQuestion> = {}): Promise<Buffer> {
    const { readModel, store } = hall.side;
    const found = exportOf(name, await scopeOf(readModel, { ...ALL, ...question }, Date.parse(hallTime('03-26 12:00'))), { facts: readModel, store });
    const pieces: Uint8Array[] = [];
    for await (const piece of found!.pieces) pieces.push(typeof piece === 'string' ? Buffer.from(piece) : piece);
    return Buffer.concat(pieces);
  }
  const textOf = async (name: string, question: Partial<FigureQuestion> = {}): Promise<string> => (await bytesOf(name, question)).toString();
  const rowsOf = async (name: string, question: Partial<FigureQuestion> = {}): Promise<Row[]> => parse(await bytesOf(name, question), { columns: true, record_delimiter: '\r\n' });

  it('has every event of every request in order as CSV, the voided too, and no text of anybody', async () => {
    const text = await textOf('histories.csv');
    const rows = await rowsOf('histories.csv');
    const recorded = (await hall.side.store.readAll(null, 10_000)).filter(({ stream }) => stream.startsWith('serviceRequest-'));
    expect(rows.map((row) => row['se:event.id']).sort()).toEqual(recorded.map(({ id }) => id).sort());
    const first = rows.filter((row) => row['case:concept:name'] === 'hall.1');
    expect(first.map((row) => [row['concept:name'], row['org:group'], row['time:timestamp']])).toEqual([
      ['RequestReceived', 'intake', hallTime('03-02 09:00')], ['RequestTransferred', 'intake', hallTime('03-02 10:00')], ['TransferRefused', 'licensing', hallTime('03-02 11:00')],
      ['RequestTransferred', 'intake', hallTime('03-02 13:30')], ['TransferAccepted', 'planning', hallTime('03-02 13:30')], ['RequestTransferred', 'planning', hallTime('03-03 10:00')],
      ['TransferRecalled', 'planning', hallTime('03-03 10:05')], ['OfficerAssigned', 'planning', hallTime('03-03 14:00')], ['TransferRuled', 'licensing', hallTime('03-04 09:00')],
      ['TransferRuled', 'licensing', hallTime('03-04 09:30')], ['RequestCompleted', 'planning', hallTime('03-05 15:00')], ['RequestRated', 'planning', hallTime('03-06 09:00')],
    ]);
    expect(first[4]).toMatchObject({ 'se:event.claimedOccurredAt': hallTime('03-02 13:27'), 'se:event.revision': '4', 'org:resource': '' });
    expect(first[0]).toMatchObject({ 'se:route': '["intake","planning","licensing"]', 'se:promisedLimit.amount': '5', 'se:warningShare': '0.9', 'org:resource': 'o-1' });
    expect(JSON.parse(first[11]!['se:dimensions']!)).toEqual({ 9: 1, 10: 2, 'speed, "tone"': 4.5 });
    for (const secret of ['Li Lei', 'ciphertext', 'please', 'mistake', 'slow', 'hurry', 'storm', 'keyId']) expect(text).not.toContain(secret);
  });

  it('lets no spreadsheet run a cell, and every value can be had back', async () => {
    const rows = (await rowsOf('histories.csv')).filter((row) => row['case:concept:name'] === `hall.${STRANGE.requestId}`);
    expect(rows[1]!['se:step']).toBe(`'${STRANGE.step}`);
    expect(rows[2]!['se:legalBasis']).toBe(`'${STRANGE.legalBasis}`);
    expect(rows.map((row) => unguardFormula(row['se:step']!))).toEqual(['', STRANGE.step, '']);
    expect(unguardFormula(rows[2]!['se:legalBasis']!)).toBe(STRANGE.legalBasis);
    const [reason] = (await rowsOf('histories.csv')).flatMap((row) => (row['se:reasonCode']!.includes('@') ? [row['se:reasonCode']!] : []));
    expect(reason).toBe(`'${STRANGE.reason}`); // Which begins with an apostrophe itself.
    for (const name of ['histories.csv', 'receipts.csv', 'transfers.csv']) {
      const cells = (await rowsOf(name)).flatMap((row) => Object.values(row));
      expect(cells.filter((cell) => /^[=+@\t\r]|^-(?!\d)/.test(cell))).toEqual([]);
    }
  });

  it('is an XES log as the standard has it, with the same events', async () => {
    const text = await textOf('histories.xes');
    expect(xesFaults(text)).toEqual([]);
    const found: string[] = [];
    const parser = new SaxesParser();
    parser.on('opentag', ({ attributes }) => (attributes['key'] === 'se:event.id' ? found.push(String(attributes['value'])) : undefined));
    parser.write(text).close();
    expect(found).toEqual((await rowsOf('histories.csv')).map((row) => row['se:event.id']));
  });

  it('has as JSON lines CloudEvents that a terminal could have sent', async () => {
    const events = (await textOf('histories.jsonl')).trimEnd().split('\n').map((line) => JSON.parse(line));
    expect(events).toHaveLength((await rowsOf('histories.csv')).length);
    expect(events[1]).toMatchObject({ specversion: '1.0', source: '/small-hall', id: '2', type: 'RequestTransferred', subject: 'hall.1', time: hallTime('03-02 10:00'), data: { departmentId: 'intake', toDepartmentId: 'licensing', reasonCode: 'R1' } });
    expect(events.flatMap((event) => Object.keys(event)).filter((name) => !/^[a-z0-9]{1,20}$/.test(name))).toEqual([]);
    expect(JSON.stringify(events)).not.toContain('ciphertext');
  });

  it('of facts is CSV with instants, whole durations and the request beside each row; by Parquet the same rows with types', async () => {
    const rows = await rowsOf('closures.csv');
    expect(rows.map((row) => [row['request_id'], row['department'], row['at'], row['outcome'], row['processing_ms']])).toEqual([
      // Mon 09:00 to Thu 15:00: three days of 6 h 30 min, and 4 h 30 min.
      ['1', 'planning', hallTime('03-05 15:00'), 'GRANTED', String((3 * 6.5 + 4.5) * 3_600_000)],
      ['3', 'intake', hallTime('03-09 09:10'), 'GRANTED', '600000'],
      // and after the reopening Thu and Fri whole, and Mon until 16:00: 13 h and 5 h 30 min.
      ['3', 'intake', hallTime('03-16 16:00'), 'DENIED', String(600_000 + 18.5 * 3_600_000)],
      ['6', 'planning', hallTime('03-17 10:00'), 'RESOLVED', String(7.5 * 3_600_000)],
      // Mon 10:00 to Thu 10:00, of which Tue is the new holiday: 5 h 30 min, 6 h 30 min and 1 h.
      ['8', 'intake', hallTime('03-26 10:00'), 'GRANTED', String(13 * 3_600_000)],
    ]);
    const folder = mkdtempSync(join(tmpdir(), 'exports-'));
    try {
      writeFileSync(join(folder, 'closures.parquet'), await bytesOf('closures.parquet'));
      const connection = await (await DuckDBInstance.create(':memory:')).connect();
      const read = (await connection.runAndReadAll(`SELECT request_id, "at", processing_ms FROM '${join(folder, 'closures.parquet')}'`)).getRowObjectsJS();
      expect(read).toEqual(rows.map((row) => ({ request_id: row['request_id'], at: new Date(row['at']!), processing_ms: BigInt(row['processing_ms']!) })));
      connection.closeSync();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it.each(EXPORT_NAMES.filter((name) => !name.startsWith('histories') && !name.startsWith('reference')))('%s can be taken', async (name) => {
    const bytes = await bytesOf(name);
    if (name.endsWith('.parquet')) expect(bytes.subarray(0, 4).toString()).toBe('PAR1');
    else expect(parse(bytes, { columns: true, record_delimiter: '\r\n' })).toBeInstanceOf(Array);
  });

  it('goes by filter and period as the figures do', async () => {
    const ids = async (name: string, question: Partial<FigureQuestion>): Promise<string[]> => [...new Set((await rowsOf(name, question)).map((row) => row['request_id'] ?? row['case:concept:name']!))];
    expect(await ids('closures.csv', { filter: { departmentIds: ['planning'] } })).toEqual(['1', '6']);
    expect(await ids('closures.csv', { fromMs: Date.parse(hallTime('03-09 09:10')), toMs: Date.parse(hallTime('03-16 16:00')) })).toEqual(['3']);
    expect(await ids('histories.csv', { filter: { departmentIds: ['planning'] } })).toEqual(['hall.1', 'hall.2', 'hall.5', 'hall.6']);
    expect(await ids('histories.csv', { filter: { channels: ['WEB'] } })).toEqual(['hall.5', 'hall.6']);
    expect(await ids('histories.csv', { toMs: Date.parse(hallTime('03-03 09:00')) })).toEqual(['hall.1']);
    expect(xesFaults(await textOf('histories.xes', { filter: { channels: ['NONE'] } }))).toEqual([]);
  });

  it('is as it was known then: nothing recorded since is in it, to the byte', async () => {
    const names = ['histories.csv', 'histories.xes', 'closures.csv', 'transfers.csv', 'segments.csv', 'dues.csv', 'tails.csv', 'reference.jsonl'];
    const position = hall.side.readModel.position()!;
    const all = (asKnownAt: FigureQuestion['asKnownAt']) => Promise.all(names.map((name) => textOf(name, { asKnownAt })));
    const before = await all(null);
    await hall.say('8', 'VoidRequest', '03-26 11:00', 'intake', { reason: 'mistake' });
    await hall.say('1', 'RuleTransfer', '03-26 11:00', 'licensing', { revision: 1, verdict: 'BUCK_PASSING' });
    await hall.side.readModel.caughtUp();
    expect(await all({ position })).toEqual(before);
    const now = await all(null);
    expect(names.filter((_name, index) => now[index] !== before[index])).toEqual(names.slice(0, -1));
  });

  it('ends its work and leaves no file behind when nobody takes any more', async () => {
    const before = new Set(readdirSync(tmpdir()));
    const { readModel, store } = hall.side;
    let ended = 0;
    for (const name of ['segments.csv', 'segments.parquet', 'histories.xes']) {
      const scope = await scopeOf(readModel, ALL, 0);
      const stream = await exportStream(exportOf(name, scope, { facts: readModel, store })!.pieces, () => (ended += 1));
      stream.once('data', () => stream.destroy());
      await new Promise((resolve) => stream.once('close', resolve));
    }
    expect(ended).toBe(3);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('facts-export-') && !before.has(name))).toEqual([]);
  });
});
