import { EVERYWHERE } from '../../../src/kernel/actor.js';
import type { RecordResult, SubmittedCommand } from '../../../src/service-request/application/record-commands.js';
import { RecordCommands } from '../../../src/service-request/application/record-commands.js';
import type { ClearCommand } from '../../../src/service-request/domain/commands.js';
import { complete, progress, receive, transfer } from '../../integration/write-side/examples.js';
import { patiently, type HallProcess } from './hall-process.js';
import type { Integers } from './subjects.js';

const DEPARTMENTS = ['intake', 'planning'] as const;
/** Requests come and go: after so many calls of a writer a new one is begun. */
const CALLS_PER_REQUEST = 6;

/** What one terminal was told about one command, in the order in which it asked. */
export interface Acknowledged {
  readonly writer: number;
  /** Number of the call. */
  readonly step: number;
  readonly id: string;
  readonly requestId: string;
  readonly command: ClearCommand;
  readonly result: RecordResult;
}

function randomCommand(random: Integers, requestId: string, minutes: number): ClearCommand {
  const department = DEPARTMENTS[random(2)] ?? 'intake';
  const kinds: readonly (() => ClearCommand)[] = [
    () => transfer(requestId, minutes, random(2) === 0 ? 'please' : undefined),
    () => progress(requestId, minutes, department),
    () => progress(requestId, minutes, department, `note ${minutes}`),
    () => progress(requestId, minutes, 'intake'),
    () => (random(6) === 0 ? complete(requestId, minutes, department) : progress(requestId, minutes, department)),
  ];
  const kind = kinds[random(kinds.length)] ?? (() => progress(requestId, minutes, department));
  return kind();
}

/** One terminal: it sends calls one after the other, and the same call again until it is answered, to whichever process lives. */
export async function write(
  writer: number,
  calls: number,
  process: HallProcess,
  random: Integers,
  before: () => Promise<void>,
): Promise<Acknowledged[]> {
  const acknowledged: Acknowledged[] = [];
  for (let step = 0; step < calls; step += 1) {
    await before();
    const requestId = `R-${Math.floor(step / CALLS_PER_REQUEST)}.${random(3)}`;
    const commands = [
      receive(requestId),
      ...Array.from({ length: 1 + random(3) }, () => randomCommand(random, requestId, step * 10 + random(10))),
    ];
    const submitted = commands.map((command, index): SubmittedCommand => ({
      source: `terminal-${writer}`,
      id: `${step}.${index}`,
      command,
    }));
    const call = new RecordCommands(
      'hall',
      requestId,
      submitted,
      { principal: `terminal-${writer}`, role: 'terminal', scope: EVERYWHERE },
      `corr-${writer}.${step}`,
    );
    const results = await patiently(async () => (await process.side).records.record(call));
    results.forEach((result, index) => {
      const sent = submitted[index];
      if (sent) acknowledged.push({ writer, step, id: `terminal-${writer}#${sent.id}`, requestId, command: sent.command, result });
    });
  }
  return acknowledged;
}
