import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { EventRow, FromWorker, ReadAnswer, ReadRequest, ReadWorkerSetup, ToWorker } from './protocol.js';

/**
 * Reads on a connection and a thread of its own: in WAL mode a long read never holds an append up. It imports nothing
 * but node: modules and types, so that Node can load this file as it stands. Any error ends the thread.
 */
const port = parentPort;
if (!port) throw new Error('This file runs as a worker thread');
const { file, busyTimeoutMs, pageCharactersMax } = workerData as ReadWorkerSetup;
const log = new DatabaseSync(file, { readOnly: true, timeout: busyTimeoutMs });
const COLUMNS = 'e.position, e.revision, s.name, lower(hex(e.id)), e.type, e.data, e.metadata';
const readStream = statement(
  `SELECT ${COLUMNS} FROM streams s JOIN events e ON e.stream_no = s.stream_no WHERE s.name = ? AND e.revision >= ? ORDER BY e.revision LIMIT ?`,
);
const readAll = statement(
  `SELECT ${COLUMNS} FROM events e JOIN streams s ON s.stream_no = e.stream_no WHERE e.position > ? ORDER BY e.position LIMIT ?`,
);
const readCategories = statement(
  `SELECT ${COLUMNS} FROM events e JOIN streams s ON s.stream_no = e.stream_no
   WHERE e.position > ? AND e.position <= ? AND substr(s.name, 1, instr(s.name, '-') - 1) IN (SELECT value FROM json_each(?))
   ORDER BY e.position LIMIT ?`,
);
const readHead = statement('SELECT max(position) FROM events');

port.on('message', (message: ToWorker<ReadRequest>) => {
  if (message === null) {
    log.close();
    port.close();
    return;
  }
  answerInParts(message);
});
port.postMessage([[0, { rows: [], end: true, head: null }]] satisfies FromWorker<ReadAnswer>);

/** A message of answers stays near the size of one page, however many reads were asked for at once. */
function answerInParts(requests: readonly (readonly [number, ReadRequest])[]): void {
  let part: (readonly [number, ReadAnswer])[] = [];
  let characters = 0;
  for (const [number, request] of requests) {
    const [answer, size] = read(request);
    part.push([number, answer]);
    characters += size;
    if (characters < pageCharactersMax) continue;
    port?.postMessage(part);
    part = [];
    characters = 0;
  }
  port?.postMessage(part);
}

function read(request: ReadRequest): [ReadAnswer, size: number] {
  switch (request.kind) {
    case 'stream':
      return readPage(readStream, [request.stream, request.from], request.limit);
    case 'all':
      return request.categories === null ? readPage(readAll, [request.after], request.limit) : readSome(request.after, request.categories, request.limit);
    case 'head':
      return [{ rows: [], end: true, head: headNow() }, 0];
  }
}

function headNow(): bigint | null {
  const [head] = readHead.get() as unknown as [bigint | null];
  return head;
}

/** The head comes first: what is appended meanwhile is looked through next time. */
function readSome(after: bigint, categories: readonly string[], limit: number): [ReadAnswer, size: number] {
  const head = headNow();
  const [answer, size] = readPage(readCategories, [after, head ?? -1n, JSON.stringify(categories)], limit);
  return [{ ...answer, head: answer.end ? head : null }, size];
}

/** One row more than asked for tells a full page from the last one. */
function readPage(query: StatementSync, from: readonly (string | bigint)[], limit: number): [ReadAnswer, size: number] {
  const rows: EventRow[] = [];
  let characters = 0;
  for (const row of query.iterate(...from, limit + 1) as unknown as Iterable<EventRow>) {
    if (rows.length === limit || characters >= pageCharactersMax) return [{ rows, end: false, head: null }, characters];
    rows.push(row);
    characters += row[5].length + row[6].length;
  }
  return [{ rows, end: true, head: null }, characters];
}

function statement(sql: string): StatementSync {
  const prepared = log.prepare(sql);
  prepared.setReadBigInts(true);
  prepared.setReturnArrays(true);
  return prepared;
}
