import { existsSync } from 'node:fs';
import type { EventStore } from '../../event-store/event-store.port.js';
import { DuckDbReadModel } from './duckdb-read-model.js';
import { FactsProjection } from './facts-projection.js';
import { ReadModelInUse } from './facts.js';
import { LISTED_MAX } from './parked-desk.js';
import { NoParkedAnswer, ParkedExchange, type ParkedAnswer, type ParkedQuestion } from './parked-exchange.js';
import { parkedRequests } from './parked-requests.js';
import type { ReadModelFiles } from './read-model-files.js';

export interface AskParkedOptions {
  readonly memoryMb: number;
  /** How long a service that has the file open may say nothing. */
  readonly silenceMs: number;
  readonly onProgress?: (tried: number, of: number) => void;
}

/**
 * Lists or replays what is parked in the read model in use: in the file itself, or through the service that has it open.
 * @param openStore called only where the log is needed here.
 * @throws NoParkedAnswer when there is no read model of this version, or its service does not answer.
 */
export async function askParked(
  question: ParkedQuestion, files: ReadModelFiles, openStore: () => Promise<EventStore>, options: AskParkedOptions,
): Promise<ParkedAnswer> {
  const file = files.pointer()?.file;
  if (file === undefined || !existsSync(file)) throw new NoParkedAnswer('There is no read model of this version. 尚无本版本的读模型。');
  try {
    const model = await DuckDbReadModel.open(file, options);
    if (model === null) throw new NoParkedAnswer('The read model is of another version. 读模型属于其他版本。');
    try {
      return await answerFrom(model, question, openStore, options);
    } finally {
      await model.close();
    }
  } catch (error) {
    if (!(error instanceof ReadModelInUse)) throw error;
    return new ParkedExchange(files.folder).ask(question, options.silenceMs, options.onProgress);
  }
}

async function answerFrom(
  model: DuckDbReadModel, question: ParkedQuestion, openStore: () => Promise<EventStore>, { onProgress }: AskParkedOptions,
): Promise<ParkedAnswer> {
  if (question.action === 'list') return { kind: 'listed', requests: await parkedRequests(model, null, LISTED_MAX, null) };
  const store = await openStore();
  try {
    const projection = new FactsProjection(store, model, { retriesAtStart: false });
    await projection.restart();
    return { kind: 'replayed', ...(await projection.replayParked(question.stream, onProgress)) };
  } finally {
    await store.close();
  }
}
