import type { Actor } from '../../kernel/actor.js';
import type { CallResult, RecordResult } from '../../service-request/application/record-commands.js';
import { RecordCommands } from '../../service-request/application/record-commands.js';
import { streamOf } from '../../service-request/domain/events.js';
import type { DerivedCase, DerivedStep } from '../derivation/derived.js';
import { type Refusal, notSent, refusedBy, refusedEarlier } from './import-refusal.js';

export interface StepOutcome {
  readonly step: DerivedStep;
  readonly status: 'recorded' | 'already-recorded' | 'refused';
  readonly refusal: Refusal | null;
}

/** Source and id of the commands a stream's events came from, in order. */
export type RecordedKeys = readonly { readonly source: string; readonly id: string }[];

/** The doors of the write side that an import needs. */
export interface WriteSide {
  record(call: RecordCommands): Promise<readonly RecordResult[]>;
  recordEach(calls: readonly RecordCommands[]): Promise<readonly CallResult[]>;
  recordedKeys(stream: string): Promise<RecordedKeys>;
}

export interface Sender {
  readonly writeSide: WriteSide;
  readonly actor: Actor;
  readonly correlationId: string;
}

const COMMANDS_A_CALL = 1_000;

/** What became of a case, or what stopped it. */
export type Settled = { readonly outcomes: readonly StepOutcome[] } | { readonly error: unknown };

/** More than one call takes. */
export const isLong = ({ steps }: DerivedCase): boolean => steps.length > COMMANDS_A_CALL;

/** For cases that cannot have been recorded before and are not long: all their commands, each case's in order. */
export async function sendNewCases(found: readonly DerivedCase[], sender: Sender): Promise<readonly Settled[]> {
  try {
    const results = await sender.writeSide.recordEach(found.map((one) => callOf(one, one.steps, sender)));
    return found.map(({ steps }, index) => settledOf(steps, results[index]));
  } catch (error) {
    return found.map(() => ({ error }));
  }
}

function settledOf(steps: readonly DerivedStep[], result: CallResult | undefined): Settled {
  if (result?.status === 'fulfilled') return { outcomes: outcomesOf(steps, result.value) };
  return { error: result?.reason ?? new Error('a case was left without an answer') };
}

/**
 * For a case of which something may be recorded. A refusal is not remembered by the log, and a command that was refused
 * in its place might be accepted in the place a second run sends it. So what an earlier run went past is not sent again, and
 * nothing is sent to a request that another source received.
 */
export async function sendKnownCase(found: DerivedCase, sender: Sender): Promise<Settled> {
  try {
    return { outcomes: await sendWhatIsMissing(found, sender) };
  } catch (error) {
    return { error };
  }
}

async function sendWhatIsMissing(found: DerivedCase, sender: Sender): Promise<readonly StepOutcome[]> {
  const recorded = await sender.writeSide.recordedKeys(streamOf(found.hallId, found.requestId));
  const [first] = recorded;
  if (found.overtaken === true) return confirm(found, recorded, sender);
  if (first === undefined) return sendSteps(found, found.steps, sender);
  if (first.source !== (found.source ?? found.steps[0]?.submitted.source)) return found.steps.map((step) => refused(step, notSent('CASE_TAKEN')));
  return sendRest(found, new Set(recorded.map(({ source, id }) => JSON.stringify([source, id]))), sender);
}

/** Nothing new may be recorded of it any more; what is recorded is confirmed by being sent again. */
async function confirm(found: DerivedCase, recorded: RecordedKeys, sender: Sender): Promise<readonly StepOutcome[]> {
  const keys = new Set(recorded.map(({ source, id }) => JSON.stringify([source, id])));
  const isRecorded = ({ submitted: { source, id } }: DerivedStep): boolean => keys.has(JSON.stringify([source, id]));
  const confirmed = await sendSteps(found, found.steps.filter(isRecorded), sender);
  return [...confirmed, ...found.steps.filter((step) => !isRecorded(step)).map((step) => refused(step, notSent('OVERTAKEN')))];
}

async function sendRest(found: DerivedCase, recorded: ReadonlySet<string>, sender: Sender): Promise<readonly StepOutcome[]> {
  const isRecorded = ({ submitted: { source, id } }: DerivedStep): boolean => recorded.has(JSON.stringify([source, id]));
  const lastRecorded = found.steps.findLastIndex(isRecorded);
  const passed = found.steps.filter((step, index) => index < lastRecorded && !isRecorded(step));
  const isReceipt = ({ event }: DerivedStep): boolean => event === 'RequestReceived';
  const receipt = await sendSteps(found, found.steps.filter(isReceipt), sender);
  const rest = found.steps.filter((step) => !isReceipt(step) && !passed.includes(step));
  const outcomes = receipt.some(({ status }) => status === 'refused')
    ? rest.map((step) => refused(step, notSent('RECEIPT_REFUSED')))
    : await sendSteps(found, rest, sender);
  return [...receipt, ...passed.map((step) => refused(step, refusedEarlier(step.expected))), ...outcomes];
}

async function sendSteps(found: DerivedCase, steps: readonly DerivedStep[], sender: Sender): Promise<StepOutcome[]> {
  const outcomes: StepOutcome[] = [];
  for (let from = 0; from < steps.length; from += COMMANDS_A_CALL) {
    const some = steps.slice(from, from + COMMANDS_A_CALL);
    outcomes.push(...outcomesOf(some, await sender.writeSide.record(callOf(found, some, sender))));
  }
  return outcomes;
}

function callOf({ hallId, requestId }: DerivedCase, steps: readonly DerivedStep[], { actor, correlationId }: Sender): RecordCommands {
  return new RecordCommands(hallId, requestId, steps.map(({ submitted }) => submitted), actor, correlationId);
}

const outcomesOf = (steps: readonly DerivedStep[], results: readonly RecordResult[]): StepOutcome[] =>
  steps.map((step, index) => outcomeOf(step, results[index]));

function outcomeOf(step: DerivedStep, result: RecordResult | undefined): StepOutcome {
  if (result === undefined) throw new Error(`no answer to ${step.submitted.id}`);
  return result.status === 'refused' ? refused(step, refusedBy(result.rejection)) : { step, status: result.status, refusal: null };
}

const refused = (step: DerivedStep, refusal: Refusal): StepOutcome => ({ step, status: 'refused', refusal });
