import { printableLines } from '../kernel/printable.js';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import { EventStoreUnavailable } from '../event-store/errors.js';
import { EventStoreAddressRefused, eventStoreSettingOf } from '../event-store/event-store-address.js';
import { openEventStore } from '../event-store/event-store.module.js';
import type { EventStore } from '../event-store/event-store.port.js';
import { ModelsDisagree } from './read-model/compare-models.js';
import { NoDigestStated } from './read-model/digest-exchange.js';
import type { ModelDigest } from './read-model/model-digest.js';
import { ReadModelFiles, readModelFolder } from './read-model/read-model-files.js';
import { rebuild, type RebuildStep } from './read-model/rebuild.js';
import { EXIT, parseRebuildArguments, type RebuildArguments } from './read-model/rebuild-arguments.js';
import { verify } from './read-model/verify.js';

const STATED_MS_MAX = 600_000;
const STEPS: Readonly<Record<RebuildStep, string>> = { build: 'building 重建', compare: 'comparing 核对' };
const say = (text: string): void => void process.stdout.write(`${printableLines(text)}\n`);
const complain = (text: string): void => void process.stderr.write(`${printableLines(text)}\n`);

async function main(): Promise<number> {
  const options = parseRebuildArguments(process.argv.slice(2), process.env);
  const log = join(options.data, 'events.sqlite');
  const setting = eventStoreSettingOf(process.env);
  if (setting === 'sqlite' && !existsSync(log)) {
    complain(`There is no log at ${log}. ${log} 处没有事件日志。`);
    return EXIT.usage;
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(new Interrupted()));
  const store = await openEventStore(setting === 'sqlite' ? { kind: 'sqlite', file: log } : setting);
  try {
    return await run(store, options, stop.signal);
  } finally {
    await store.close();
  }
}

class Interrupted extends Error {}

async function run(store: EventStore, options: RebuildArguments, signal: AbortSignal): Promise<number> {
  const head = (await store.head()) ?? 0n;
  const startedMs = Date.now();
  const format = '{step} {bar} {percentage}% | position {value}/{total} | {speed} /s | {eta_formatted} left';
  const bar = new SingleBar({ format, noTTYOutput: true, notTTYSchedule: 2000 });
  const onProgress = (step: RebuildStep, position: bigint): void => {
    if (options.quiet) return;
    bar.update(Number(position), { step: STEPS[step], speed: Math.round((Number(position) * 1000) / (Date.now() - startedMs + 1)) });
  };
  if (!options.quiet) bar.start(Number(head), 0, { step: '', speed: 0 });
  try {
    const files = new ReadModelFiles(options.readModel ?? readModelFolder(options.data));
    const work = { memoryMb: options.memoryMb, nowMs: () => Date.now(), onProgress, signal };
    const told = options.verify ? verified(await verify(store, files, { ...work, statedMsMax: STATED_MS_MAX })) : rebuilt(await rebuild(store, files, work));
    bar.stop();
    say(told);
    return EXIT.done;
  } catch (error) {
    bar.stop();
    return tellFailure(error);
  }
}

const stated = ({ digest, position }: ModelDigest): string => `${digest} at position ${position ?? 'none'}`;
const rebuilt = (done: { file: string; stated: ModelDigest }): string =>
  `Rebuilt twice with the same digest (两次重建摘要一致): ${stated(done.stated)}\nSwapped in (已切换): ${done.file}`;
const verified = (digest: ModelDigest): string => `The read model in use and an independent rebuild agree (核对一致): ${stated(digest)}`;

function tellFailure(error: unknown): number {
  if (error instanceof Interrupted) {
    complain('Interrupted; nothing was changed. 已中断，未作任何更改。');
    return EXIT.interrupted;
  }
  complain(`${(error as Error).message}\nThe read model in use is unchanged. 现用读模型不变。`);
  if (error instanceof EventStoreAddressRefused) return EXIT.usage;
  if (error instanceof ModelsDisagree) return EXIT.disagree;
  return error instanceof NoDigestStated || error instanceof EventStoreUnavailable ? EXIT.noAnswer : EXIT.failed;
}

process.exitCode = await main().catch(tellFailure);
