import { checkInput, type FieldProblem } from '../../../platform/check-input.js';
import { parseInstant } from '../../../platform/rfc3339.js';
import type { SubmittedCommand } from '../../application/record-commands.js';
import type { ClearCommand, CommandType } from '../../domain/commands.js';
import type { CommandEnvelope } from './command-envelope.js';
import { COMMAND_INPUTS } from './command-inputs.js';

export interface ReadCommand {
  readonly hallId: string;
  readonly requestId: string;
  readonly submitted: SubmittedCommand;
}
export type CommandReading = { readonly ok: true; readonly read: ReadCommand } | { readonly ok: false; readonly fields: readonly FieldProblem[] };

/** From untrusted members (envelope and data side by side) to a command with its idempotency key, or the fields that are wrong. */
export function readCommand(type: CommandType, raw: Readonly<Record<string, unknown>>, defaultHallId: string): CommandReading {
  const checked = checkInput<CommandEnvelope>(COMMAND_INPUTS[type], raw);
  if (!checked.ok) return checked;
  const { source, id, hallId = defaultHallId, ...said } = checked.value;
  const data = { hallId, ...withDefaults(type, said) };
  // The input class of `type` has just been checked; command-inputs.ts proves that its fields are the command's.
  const command = { type, data } as unknown as ClearCommand;
  return { ok: true, read: { hallId, requestId: said.requestId, submitted: { source, id, command } } };
}

function withDefaults(type: CommandType, said: object): object {
  const present = Object.entries(said).filter(([, value]) => value !== undefined);
  const data: Record<string, unknown> = Object.fromEntries(present.map(([name, value]) => [name, normalised(name, value)]));
  if (type !== 'ReceiveRequest') return data;
  return { ...data, urgency: data['urgency'] ?? 'NORMAL', applicant: data['applicant'] ?? null };
}

/** One spelling for one fact: instants in UTC, scores by name. */
function normalised(name: string, value: unknown): unknown {
  if (name === 'occurredAt' || name === 'dueAt') return parseInstant(String(value));
  if (name === 'dimensions') return Object.fromEntries((value as { name: string; score: number }[]).map((one) => [one.name, one.score]));
  return value;
}
