import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXPORT_NAMES } from '../../../src/efficiency/read-model/exports/export-kinds.js';
import type { Role } from '../../../src/kernel/actor.js';
import { loadMapping } from '../../../src/import/mapping/load-mapping.js';
import { RejectsFile } from '../../../src/import/running/rejects-file.js';
import { importInto, openHall } from '../../integration/import/support.js';
import { eventOf, receipt } from '../hall/events.js';
import { HALL_REFERENCE } from '../hall/hall-reference.js';
import type { Answer, Json } from '../hall/hall-server.js';
import type { Replica } from '../replicas/replica.js';

/** The applicant whose texts are erased, marked so that a trace of them is found wherever it may lie. */
export const MARK = 'zhang-441203-张三丰';
export const REFERENCE = `ID:${MARK}`;
const NOTE = `note "${MARK}" at the counter`;

/** What a whole hall says of the marked applicant, through each of its doors. */
export class MarkedHall {
  constructor(readonly replica: Replica, readonly folder: string) {}

  async tell(): Promise<void> {
    await this.asked('administrator', HALL_REFERENCE);
    const data = { departmentId: 'intake', serviceItemCode: 'permit', channel: 'COUNTER', applicant: REFERENCE };
    await this.post('application/cloudevents+json', receipt('R-1', { data }));
    await this.post('application/cloudevents-batch+json', [receipt('R-2', { data }), eventOf('ProgressRecorded', 'R-2', 'p', '2026-03-02T09:10:00+08:00', { departmentId: 'intake', step: 'checked', note: NOTE })]);
    const { data: binary, datacontenttype: _json, ...attributes } = receipt('R-3', { data }) as Record<string, string>;
    await this.post('application/json', binary, Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value])));
    const say = (role: Role, mutation: string, fields: string) =>
      this.asked(role, `mutation { ${mutation}(input: { source: "/t", id: "${mutation}", requestId: "R-1", ${fields} }) { __typename ... on Refused { code } } }`);
    const text = JSON.stringify(NOTE);
    await say('terminal', 'transferRequest', `occurredAt: "2026-03-02T09:30:00+08:00", departmentId: "intake", fromDepartmentId: "intake", toDepartmentId: "planning", note: ${text}`);
    await say('supervisor', 'issueReminder', `occurredAt: "2026-03-02T09:40:00+08:00", departmentId: "intake", text: ${text}`);
    await say('terminal', 'completeRequest', 'occurredAt: "2026-03-02T10:00:00+08:00", departmentId: "planning", outcome: GRANTED');
    await say('terminal', 'rateRequest', `occurredAt: "2026-03-02T10:10:00+08:00", departmentId: "planning", score: 1, comment: ${text}`);
    await this.post('application/cloudevents+json', eventOf('ProgressRecorded', 'R-9', 'x', '2026-03-02T09:10:00+08:00', { departmentId: 'intake', step: 'checked', note: NOTE }), {}, 409);
    await this.post('application/cloudevents+json', `{"note": "${MARK}`, {}, 400);
  }

  /** Every answer that may hold a text of the applicant, as one text. @param why the reader says that it is read */
  async answers(why: string): Promise<string> {
    const history = `{ requestHistory(id: "hall.R-1", reason: ${JSON.stringify(why)}) { events(first: 50) { edges { node { type details { name value } texts { state text } } } } reads(first: 50) { edges { node { reason { state text } } } } } }`;
    const search = 'query S($filter: HistorySearchInput!) { historySearch(filter: $filter) { totalCount edges { node { id applicantPseudonym } } } }';
    const request = '{ serviceRequest(id: "hall.R-1") { timeline { type details { name value } } } rulings { edges { node { reason } } } }';
    const all = [
      await this.asked('supervisor', history), await this.asked('supervisor', search, { filter: { applicantReference: REFERENCE } }), await this.asked('supervisor', request),
      (await this.replica.request('/receipts/hall.R-1', { headers: this.replica.authorization('supervisor') })).body,
    ];
    return JSON.stringify(all);
  }

  /** A table with a column that the mapping does not read, and a row that cannot be recorded. */
  async importWithReject(): Promise<void> {
    const [log, mapping] = [join(this.folder, '..', 'log.csv'), join(this.folder, '..', 'mapping.yaml')];
    writeFileSync(log, `case,time,team,state,applicant\n1,yesterday,A,x,${MARK}\n2,2020-01-02T09:00:00Z,A,x,${MARK},${MARK}\n`);
    writeFileSync(mapping, 'source: log\nhall: hall\nshape: state-log\ncolumns: { case: case, time: time, holder: team, serviceItem: { constant: item } }\nstates: { completed: [{ column: state, values: [Done] }] }\ncalendar: { id: always-open, zone: UTC, week: daily 00:00-24:00 }\n');
    const side = await openHall(this.folder);
    const file = await RejectsFile.create(join(this.folder, 'import', 'log.csv.rejects.jsonl'));
    const { rejects } = await importInto(side, log, await loadMapping(mapping));
    if (rejects.length !== 2) throw new Error(`${rejects.length} rows were rejected`);
    await file.write(rejects);
    await file.close();
    await side.app.close();
  }

  /** Every export there is, into a folder of the data folder. @returns what was written, by name */
  async exportAll(into: string): Promise<ReadonlyMap<string, string>> {
    mkdirSync(join(this.folder, into));
    const written = new Map<string, string>();
    for (const name of EXPORT_NAMES) {
      const bytes = Buffer.from(await (await fetch(`${this.replica.url}/exports/${name}?at=2026-03-02T04:00:00Z`, { headers: this.replica.authorization('supervisor') })).arrayBuffer());
      writeFileSync(join(this.folder, into, name), bytes);
      if (!name.endsWith('.parquet')) written.set(name, bytes.toString('utf8'));
    }
    return written;
  }

  async asked(role: Role, query: string, variables: object = {}): Promise<Json> {
    const { body } = await this.replica.request('/graphql', {
      method: 'POST', headers: { ...this.replica.authorization(role), 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }),
    });
    if (body.errors !== undefined || /"__typename":"Refused"/.test(JSON.stringify(body))) throw new Error(JSON.stringify(body));
    return body.data;
  }

  private async post(type: string, event: unknown, headers: Record<string, string> = {}, status = 0): Promise<Answer> {
    const body = typeof event === 'string' ? event : JSON.stringify(event);
    const answer = await this.replica.request('/events', { method: 'POST', headers: { ...this.replica.authorization('terminal'), 'content-type': type, ...headers }, body });
    const isGood = status === 0 ? answer.status < 300 && !JSON.stringify(answer.body).includes('refused') : answer.status >= 400;
    if (!isGood) throw new Error(JSON.stringify(answer.body));
    return answer;
  }
}
