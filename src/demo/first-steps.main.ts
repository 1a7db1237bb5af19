import { CommandBus } from '@nestjs/cqrs';
import type { INestApplicationContext } from '@nestjs/common';
import { SingleBar } from 'cli-progress';
import { ReadModelService } from '../efficiency/read-model/read-model.service.js';
import { Clock } from '../kernel/clock.js';
import { loadDemo } from './load-demo.js';
import { SAMPLE_QUERY } from './sample-query.js';
import { DEMO_SEED } from './simulate.js';

export interface FirstSteps {
  readonly app: INestApplicationContext;
  readonly url: string;
  /** Null where an identity provider makes the tokens: then nothing is asked. */
  readonly analystToken: string | null;
  readonly hallId: string;
  readonly demo: boolean;
  readonly say: (text: string) => void;
}

const OFFER = `No request is recorded yet. To look around, stop the service and start it with the demo hall: npm start -- --demo
还没有任何办件。想先看看效果，请停止服务后运行：npm start -- --demo`;
const FOREIGN = `The demo hall was not loaded: this log already holds requests of a real hall. Start it in a folder of its own, e.g. DATA_DIR=./data-demo npm start -- --demo
日志中已有真实办件，未载入演示大厅。请使用单独的目录，例如：DATA_DIR=./data-demo npm start -- --demo`;

/** What a newcomer sees after the start: the demo loaded or offered, and one question with its answer. */
export async function takeFirstSteps(steps: FirstSteps): Promise<void> {
  const readModel = steps.app.get(ReadModelService, { strict: false });
  await readModel.caughtUp();
  const known = await receiptsKnown(readModel);
  if (steps.demo) {
    if (known.requests > 0 && known.demoFrom === null) steps.say(FOREIGN);
    else await load(steps, readModel, known.demoFrom);
  } else if (known.requests === 0) {
    steps.say(OFFER);
  }
  if (steps.analystToken !== null && (await receiptsKnown(readModel)).requests > 0) steps.say(await sampleAnswer(steps.url, steps.analystToken));
}

interface Known {
  readonly requests: number;
  /** First date of the demo year that is there already, so that a load that was cut off goes on with it. */
  readonly demoFrom: string | null;
}

async function receiptsKnown(readModel: ReadModelService): Promise<Known> {
  const [row] = await readModel.query<{ n: bigint; first: string | null }>(
    'SELECT count(*) AS n, min(request_id) FILTER (WHERE regexp_matches(request_id, $demo)) AS first FROM receipts',
    { demo: `^[0-9]{8}-${DEMO_SEED.toString(36)}-[0-9]+$` });
  const from = row?.first?.slice(0, 8) ?? null;
  return { requests: Number(row?.n ?? 0n), demoFrom: from === null ? null : `${from.slice(0, 4)}-${from.slice(4, 6)}-${from.slice(6)}` };
}

async function load({ app, hallId, say }: FirstSteps, readModel: ReadModelService, demoFrom: string | null): Promise<void> {
  const bar = new SingleBar({ format: 'demo hall 演示大厅 {bar} {percentage}% | {events} events | {left} s left', noTTYOutput: true, notTTYSchedule: 2000 });
  const startedMs = performance.now();
  const leftS = (share: number): string => (share > 0.01 ? String(Math.ceil(((performance.now() - startedMs) / share) * (1 - share) / 1000)) : '?');
  bar.start(100, 0, { events: 0, left: '?' });
  const loaded = await loadDemo(app.get(CommandBus, { strict: false }), {
    seed: DEMO_SEED, until: app.get(Clock, { strict: false }).nowMs(), hallId, ...(demoFrom === null ? {} : { from: demoFrom }),
    onProgress: ({ share, events }) => bar.update(Math.floor(share * 100), { events, left: leftS(share) }),
  });
  bar.update(100, { left: 0 });
  bar.stop();
  await readModel.caughtUp();
  say(`Demo hall 演示大厅: ${loaded.requests} requests, ${loaded.recorded} events recorded, ${loaded.alreadyRecorded} there already.`);
}

async function sampleAnswer(url: string, analystToken: string): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${analystToken}` },
    body: JSON.stringify({ query: SAMPLE_QUERY }),
  });
  const { data } = await response.json() as { data?: unknown };
  return `A sample query 示例查询:\n${SAMPLE_QUERY}\nIts answer 结果:\n${linesOf(data)}`;
}

/** The answer with one department a line. */
function linesOf(data: unknown): string {
  const { departmentEfficiency } = data as { departmentEfficiency: { at: string; total: unknown; departments: readonly unknown[] } };
  const { at, total, departments } = departmentEfficiency;
  return [`at ${at}`, `total ${JSON.stringify(total)}`, ...departments.map((one) => JSON.stringify(one))].join('\n');
}
