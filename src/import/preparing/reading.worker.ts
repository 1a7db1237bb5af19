/** Reads a log file and derives its cases, in a thread of its own: the main thread decides and records meanwhile. */
import { parentPort, workerData } from 'node:worker_threads';
import { ImportError } from '../import-error.js';
import { mappingOf } from '../mapping/load-mapping.js';
import { CasesReadHere } from './case-source.js';
import { packCases } from './packed-cases.js';
import { BATCHES_AHEAD, type FromReader, type ReadingSetup, type ToReader } from './reading-thread.messages.js';

const { file, mappingText } = workerData as ReadingSetup;
const source = new CasesReadHere(file, mappingOf(file, mappingText));
const post = (message: FromReader): void => parentPort?.postMessage(message);
const onShare = (share: number): void => post({ kind: 'share', share });

let stopping = new AbortController();
let mayBeSent = BATCHES_AHEAD;
let wake = (): void => undefined;

async function sendNames(): Promise<void> {
  const { departments, officers, serviceItems } = await source.names(onShare, stopping.signal);
  post({ kind: 'names', departments: [...departments], officers: [...officers], serviceItems: [...serviceItems] });
}

async function sendCases(): Promise<void> {
  for await (const batch of source.cases(onShare)) {
    if (batch.length === 0) continue;
    while (mayBeSent === 0 && !stopping.signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
    if (stopping.signal.aborted) break;
    mayBeSent -= 1;
    post({ kind: 'cases', packed: packCases(batch) });
  }
  post({ kind: 'end' });
}

async function run(work: () => Promise<void>): Promise<void> {
  stopping = new AbortController();
  mayBeSent = BATCHES_AHEAD;
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    post({ kind: 'refused', code: error.code, message: error.text, line: error.line });
  }
}

parentPort?.on('message', (message: ToReader) => {
  if (message === 'names') void run(sendNames);
  else if (message === 'cases') void run(sendCases);
  else if (message === 'close') parentPort?.close();
  else {
    if (message === 'more') mayBeSent += 1;
    else stopping.abort();
    wake();
  }
});
