import type { CommandBus } from '@nestjs/cqrs';
import type { EpochMs } from '../kernel/instant.js';
import { LoadCatalogue } from '../reference-data/application/load-catalogue.js';
import { type Actor, EVERYWHERE } from '../kernel/actor.js';
import { RecordCommands, type SubmittedCommand } from '../service-request/application/record-commands.js';
import type { Rejection } from '../service-request/domain/rejection.js';
import { startOfLocalDate } from '../working-time/local-time.js';
import { SUPERVISOR_COMMANDS } from './command-log.js';
import { demoCatalogue } from './demo-catalogue.js';
import { demoTime } from './demo-calendar.js';
import type { SimulatedRequest } from './plan.js';
import { DEMO_REQUESTS_PER_YEAR, DEMO_ZONE, demoFrom, simulate } from './simulate.js';

export interface DemoProgress {
  readonly requests: number;
  readonly events: number;
  /** Share of the year told so far, 0 to 1. */
  readonly share: number;
}
export interface LoadDemoOptions {
  readonly seed: number;
  /** Usually now; nothing is recorded after it. */
  readonly until: EpochMs;
  readonly hallId: string;
  /** First local date, 'YYYY-MM-DD'; default `demoFrom(until)`. The same one again goes on with the same hall. */
  readonly from?: string;
  readonly requestsPerYear?: number;
  readonly onProgress?: (progress: DemoProgress) => void;
}
export interface DemoLoaded {
  readonly requests: number;
  /** Events recorded now; those that were there already are counted apart. */
  readonly recorded: number;
  readonly alreadyRecorded: number;
}

const TERMINAL: Actor = { principal: 'demo-terminal', role: 'terminal', scope: EVERYWHERE };
const SUPERVISOR: Actor = { principal: 'demo-supervisor', role: 'supervisor', scope: EVERYWHERE };
const IN_FLIGHT_MAX = 32;

/** Loads the reference data, then tells the year. @throws Error naming the first entry or command that is refused. */
export async function loadDemo(bus: Pick<CommandBus, 'execute'>, options: LoadDemoOptions): Promise<DemoLoaded> {
  const { seed, until: untilMs, hallId, from = demoFrom(untilMs), requestsPerYear = DEMO_REQUESTS_PER_YEAR } = options;
  const { refused } = await bus.execute(new LoadCatalogue(demoCatalogue(), SUPERVISOR.principal, `demo-${seed}`));
  if (refused[0]) throw new Error(`The demo's ${refused[0].entry} was refused (${refused[0].code}): ${refused[0].message}`);
  const tally = { requests: 0, recorded: 0, alreadyRecorded: 0 };
  const year = simulate(seed, { hallId, from, untilMs, requestsPerYear, time: demoTime() });
  const startMs = startOfLocalDate(DEMO_ZONE, from);
  const worker = async (): Promise<void> => {
    for (const request of year) {
      await record(bus, request, tally);
      tally.requests += 1;
      const share = Math.min(1, (request.truth.receivedMs - startMs) / (untilMs - startMs));
      options.onProgress?.({ requests: tally.requests, events: tally.recorded + tally.alreadyRecorded, share });
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT_MAX }, worker));
  return tally;
}

async function record(bus: Pick<CommandBus, 'execute'>, request: SimulatedRequest, tally: { recorded: number; alreadyRecorded: number }): Promise<void> {
  const { hallId, requestId } = request;
  for (const { actor, submitted } of callsOf(request.commands)) {
    const results = await bus.execute(new RecordCommands(hallId, requestId, submitted, actor, `demo-${requestId}`));
    for (const [index, result] of results.entries()) {
      if (result.status === 'refused') throw new Error(refusalText(submitted[index]!, result.rejection));
      if (result.status === 'recorded') tally.recorded += 1;
      else tally.alreadyRecorded += 1;
    }
  }
}

const refusalText = ({ id, command }: SubmittedCommand, { code, detail }: Rejection): string =>
  `The demo's ${command.type} ${id} was refused (${code}): ${JSON.stringify(detail)}`;

/** Runs of one actor's commands, in order: a supervisor speaks for himself. */
export function callsOf(commands: readonly SubmittedCommand[]): readonly { readonly actor: Actor; readonly submitted: readonly SubmittedCommand[] }[] {
  const calls: { actor: Actor; submitted: SubmittedCommand[] }[] = [];
  for (const command of commands) {
    const actor = SUPERVISOR_COMMANDS.has(command.command.type) ? SUPERVISOR : TERMINAL;
    const last = calls.at(-1);
    if (last?.actor === actor) last.submitted.push(command);
    else calls.push({ actor, submitted: [command] });
  }
  return calls;
}
