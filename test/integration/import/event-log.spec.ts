import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventfulHall, STRANGE } from '../../support/exports/eventful-hall.js';
import { allFacts, allFigures, copyThrough, emptyLog, exportInto, importEvents, portsOf, storyOf, type Target } from '../../support/exports/round-trip.js';
import { hallTime, SmallHall } from '../../support/read-side-hall.js';

jest.setTimeout(120_000);
const LATER_MS = Date.parse('2026-11-01T00:00:00.000Z');

describe('An event log that was exported', () => {
  let hall: SmallHall;
  let folder: string;
  const opened: { readonly stop: () => Promise<unknown> }[] = [];
  const file = (name: string): string => join(folder, name);

  beforeAll(async () => {
    hall = await eventfulHall();
    folder = mkdtempSync(join(tmpdir(), 'event-log-'));
    await exportInto(hall.side, folder, 'histories.csv', 'histories.xes', 'reference.jsonl');
  });
  afterAll(async () => {
    await Promise.all([...opened, hall.side].map((one) => one.stop()));
    rmSync(folder, { recursive: true, force: true });
  });
  async function empty(): Promise<Target> {
    const target = await emptyLog(LATER_MS);
    opened.push(target);
    return target;
  }

  it.each(['histories.csv', 'histories.xes'])('is the same hall again after %s is imported into an empty log: every word, every fact, every figure', async (name) => {
    const { copy, imported } = await copyThrough(hall.side, name, LATER_MS);
    opened.push(copy);
    expect({ error: imported.error, rejects: imported.rejects }).toEqual({ error: null, rejects: [] });
    expect(await storyOf(copy.store)).toEqual(await storyOf(hall.side.store));
    expect(imported.report).toMatchObject({ cases: 9, total: { alreadyRecorded: 0, refused: 0 } });
    const facts = await allFacts(copy);
    expect(facts).toEqual(await allFacts(hall.side));
    expect(Object.values(facts).flat().length).toBeGreaterThan(100);
    if (name.endsWith('.csv')) expect(await allFigures(copy, hallTime('03-26 12:00'))).toEqual(await allFigures(hall.side, hallTime('03-26 12:00')));
  });

  it('adds nothing when it is imported again, from the table or from the log', async () => {
    const side = await empty();
    await importEvents(side, file('histories.csv'), file('reference.jsonl'));
    const head = await side.store.head();
    for (const name of ['histories.csv', 'histories.xes']) {
      const { report, rejects, error } = await importEvents(side, file(name), file('reference.jsonl'));
      expect({ error, rejects, recorded: report.total.recorded, refused: report.total.refused }).toEqual({ error: null, rejects: [], recorded: 0, refused: 0 });
    }
    expect(await side.store.head()).toBe(head);
  });

  it('goes on where it was stopped, in the middle of a stretch between two changes of the reference data', async () => {
    for (let after = 0, stopped = true; stopped; after += 1) {
      const [side, stop] = [await empty(), new AbortController()];
      let calls = 0;
      const onSettled = (): void => (calls++ === after ? stop.abort() : undefined);
      ({ stopped } = (await importEvents(side, file('histories.csv'), file('reference.jsonl'), { signal: stop.signal, onSettled })).report);
      expect(stopped || after > 3).toBe(true);
      const { error, rejects } = await importEvents(side, file('histories.csv'), file('reference.jsonl'));
      expect({ error, rejects }).toEqual({ error: null, rejects: [] });
      expect(await storyOf(side.store)).toEqual(await storyOf(hall.side.store));
    }
  });

  it('does not record what the log has gone past: it would be measured by later calendars and terms', async () => {
    const side = await empty();
    const part = file('part.csv');
    const lines = readFileSync(file('histories.csv'), 'utf8').split('\r\n');
    writeFileSync(part, [lines[0], ...lines.filter((line) => /^hall\.[1238],/.test(line)), ''].join('\r\n'));
    await importEvents(side, part, file('reference.jsonl'));
    const { rejects, report } = await importEvents(side, file('histories.csv'), file('reference.jsonl'));
    expect(new Set(rejects.map(({ code }) => code))).toEqual(new Set(['OVERTAKEN']));
    // What came after the last change, 5, 6, the strange one and 7, is recorded as it would have been; 4 is not.
    expect([report.total.recorded, [...(await storyOf(side.store)).keys()].sort()]).toEqual([2 + 2 + 3 + 2, ['1', '2', STRANGE.requestId, '3', '5', '6', '7', '8'].map((id) => `serviceRequest-hall.${id}`)]);
  });

  it('is refused without its reference data, and nothing is recorded', async () => {
    const side = await empty();
    const { error } = await importEvents(side, file('histories.csv'), null);
    expect(error).toMatchObject({ code: 'REFERENCE_MISSING' });
    expect(await side.store.head()).toBe(null);
  });

  it('is refused where the reference data were changed, or somebody else’s stand in their place', async () => {
    const lines = readFileSync(file('reference.jsonl'), 'utf8').trimEnd().split('\n');
    const changed = (name: string, change: (line: string) => string | null): string => {
      writeFileSync(file(name), lines.flatMap((line) => change(line) ?? []).join('\n'));
      return file(name);
    };
    const refusalOf = async (reference: string) => {
      const side = await empty();
      const { error } = await importEvents(side, file('histories.csv'), reference);
      expect(await side.store.head()).toBe(null);
      return error;
    };
    const backdated = changed('backdated.jsonl', (line) => line.replaceAll('2026-03-24', '2026-03-04'));
    expect(await refusalOf(backdated)).toMatchObject({ code: 'REFERENCE_REFUSED', message: expect.stringContaining('CALENDAR_PAST_CHANGE') });
    const skipped = changed('skipped.jsonl', (line) => (line.includes('CalendarDefined') ? null : line));
    expect(await refusalOf(skipped)).toMatchObject({ code: 'REFERENCE_REFUSED' });
    const shuffled = changed('shuffled.jsonl', (line) => line.replace(/"position":"\d+"/, '"position":"7"'));
    expect(await refusalOf(shuffled)).toMatchObject({ code: 'REFERENCE_UNREADABLE', line: 2 });
    const renamed = changed('renamed.jsonl', (line) => line.replace('"name":"planning"', '"name":"planning 2"'));
    expect((await importEvents({ ports: portsOf(hall.side) }, file('histories.csv'), renamed)).error).toMatchObject({ code: 'REFERENCE_REFUSED', message: expect.stringContaining('other content') });
  });

  it('does not change a calendar that somebody else recorded after the fact, and records nothing into that hall', async () => {
    const other = await SmallHall.open('11-01 09:00');
    opened.push(other.side);
    const head = await other.side.store.head();
    const { error } = await importEvents({ ports: portsOf(other.side) }, file('histories.csv'), file('reference.jsonl'));
    expect(error).toMatchObject({ code: 'REFERENCE_REFUSED', message: expect.stringMatching(/calendar-weekdays revision 1: somebody else/) });
    expect(await other.side.store.head()).toBe(head);
  });

  it('says of a receipt that pinned other terms that it did, and does not record it by these', async () => {
    const side = await empty();
    const other = file('other-terms.csv');
    writeFileSync(other, readFileSync(file('histories.csv'), 'utf8').replace('WORKING_DAY,5,', 'WORKING_DAY,6,'));
    const { rejects } = await importEvents(side, other, file('reference.jsonl'));
    expect(rejects[0]).toMatchObject({ caseId: 'hall.1', code: 'TERMS_DIFFER', reason: expect.stringContaining('promisedLimit') });
    expect(rejects.slice(1).map(({ code }) => code)).toEqual(Array.from({ length: 11 }, () => 'UNKNOWN_REQUEST'));
  });

  it('names the field of a row that is not of its kind', async () => {
    const side = await empty();
    const bad = file('bad.csv');
    const text = readFileSync(file('histories.csv'), 'utf8');
    writeFileSync(bad, text.replace('RequestCompleted', 'RequestFinished').replace('2026-03-09T01:10:00.000Z', 'noon').replace(',RESOLVED,', ',DONE,'));
    const { rejects } = await importEvents(side, bad, file('reference.jsonl'));
    expect(rejects.map(({ code, reason }) => [code, /column "([^"]*)"/.exec(reason)?.[1]]).filter(([code]) => code !== 'NOT_COMPLETED')).toEqual([
      ['EVENT_UNKNOWN', 'concept:name'], ['TIME_UNREADABLE', 'time:timestamp'], ['FIELD_UNREADABLE', 'se:outcome'],
    ]);
  });

  it('of another system is taken too, by a mapping that names its columns and a calendar', async () => {
    const side = await empty();
    const [log, mapping] = [file('foreign.csv'), file('foreign.yaml')];
    writeFileSync(log, 'case,what,when,who,to,item,channel,urgency\nX-1,RequestReceived,2026-03-02T09:00:00Z,A,,permit,WEB,NORMAL\nX-1,RequestTransferred,2026-03-02T10:00:00Z,A,B,,,\nX-1,RequestCompleted,2026-03-02T12:00:00Z,B,,,,\nX-2,RequestReceived,2026-03-02T09:00:00Z,A,,permit,WEB,URGENT\nX-2,RequestTransferred,2026-03-02T10:00:00Z,A,C,,,\n');
    writeFileSync(mapping, `source: elsewhere\nhall: elsewhere\nshape: event-log\ncolumns: { subject: case, type: what, occurredAt: when, departmentId: who, toDepartmentId: to, fromDepartmentId: who, serviceItemCode: item, channel: channel, urgency: urgency }\ncalendar: { id: always, zone: UTC, week: 'daily 00:00-24:00' }\n`);
    const { rejects, error } = await importEvents(side, log, null, { mapping });
    expect(error).toBe(null);
    expect(rejects.map(({ code, reason }) => [code, reason])).toEqual([['FIELD_UNREADABLE', expect.stringContaining('se:outcome')]]);
    expect([...(await storyOf(side.store))].map(([stream, story]) => [stream, story.length])).toEqual([['serviceRequest-elsewhere.X-1', 2], ['serviceRequest-elsewhere.X-2', 2]]);
  });

  it('cannot be taken for one when the mapping names a column it has not', async () => {
    const mapping = file('wrong.yaml');
    copyFileSync(join(import.meta.dirname, '../../../mappings/event-log.yaml'), mapping);
    writeFileSync(mapping, `${readFileSync(mapping, 'utf8')}\ncolumns: { occuredAt: time }\n`);
    await expect(importEvents(await empty(), file('histories.csv'), null, { mapping })).rejects.toThrow(/columns\.occuredAt is not known \(did you mean "occurredAt"\?\)/);
  });
});
