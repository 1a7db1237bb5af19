import type { FieldProblem } from '../../../platform/check-input.js';
import { COMMAND_OF_EVENT } from '../../domain/commands.js';
import { type ReadCommand, readCommand } from '../payloads/read-command.js';
import { readAttributes } from './attributes.js';
import { readData } from './data.js';

export type IntakeCode = 'INVALID_EVENT' | 'UNKNOWN_EVENT_TYPE' | 'INVALID_PAYLOAD';

/** What a sender is told of an event that never reached the rules. */
export interface Unreadable {
  readonly code: IntakeCode;
  readonly fields: readonly FieldProblem[];
  readonly knownTypes?: readonly string[];
}
export interface EventReading {
  /** As the sender wrote them, where they could be read; for the answer. */
  readonly id: string | null;
  readonly source: string | null;
  readonly result: { readonly ok: true; readonly read: ReadCommand } | ({ readonly ok: false } & Unreadable);
}

/** One CloudEvent in its JSON form (all three modes come down to it) to one command. */
export function readEvent(raw: unknown, defaultHallId: string): EventReading {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return { id: null, source: null, result: invalid('INVALID_EVENT', [{ field: '', message: 'must be an object' }]) };
  }
  const members = raw as Readonly<Record<string, unknown>>;
  return { id: echo(members['id']), source: echo(members['source']), result: readMembers(members, defaultHallId) };
}

function readMembers(members: Readonly<Record<string, unknown>>, defaultHallId: string): EventReading['result'] {
  const reading = readAttributes(members, defaultHallId);
  if (!reading.ok) return invalid('INVALID_EVENT', reading.fields);
  const { type, ...envelope } = reading.attributes;
  if (!isKnownType(type)) return { ...invalid('UNKNOWN_EVENT_TYPE', [{ field: 'type', message: 'is not known' }]), knownTypes: KNOWN_TYPES };
  const data = readData(members);
  if (!data.ok) return invalid('INVALID_EVENT', data.fields);
  const command = readCommand(COMMAND_OF_EVENT[type], { ...withScoreList(data.value), ...envelope }, defaultHallId);
  return command.ok ? command : invalid('INVALID_PAYLOAD', command.fields.map(({ field, message }) => ({ field: `data.${field}`, message })));
}

const invalid = (code: IntakeCode, fields: readonly FieldProblem[]) => ({ ok: false as const, code, fields });

type EventType = keyof typeof COMMAND_OF_EVENT;
export const KNOWN_TYPES = Object.keys(COMMAND_OF_EVENT) as readonly EventType[];
const isKnownType = (type: string): type is EventType => Object.hasOwn(COMMAND_OF_EVENT, type);

const echo = (value: unknown): string | null => (typeof value === 'string' ? value.slice(0, 256) : null);

/** As stored, the scores of single aspects are { "attitude": 5 }; the input class takes a list. */
function withScoreList(data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { dimensions } = data;
  if (typeof dimensions !== 'object' || dimensions === null || Array.isArray(dimensions)) return data;
  return { ...data, dimensions: Object.entries(dimensions).map(([name, score]) => ({ name, score: score as unknown })) };
}
