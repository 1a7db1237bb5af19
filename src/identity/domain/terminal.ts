import { accept, type Decider, type Decision, reject } from '../../kernel/decider.js';
import { type EpochMs, toIso, toMs } from '../../kernel/instant.js';
import { isSigningKey } from './signing-key.js';
import type { TerminalEvent, TerminalEventData } from './terminal-events.js';
import type { TerminalRefusal, TerminalRefusalCode } from './terminal-refusal.js';

export interface Retiring {
  readonly digest: string;
  readonly untilMs: EpochMs;
  /** What this credential sends is signed by it; null: it need not be signed. */
  readonly publicKey: string | null;
}
/** Null: never registered. */
export type TerminalState = null | {
  readonly departmentIds: readonly string[];
  readonly revoked: boolean;
  /** Digest of the one live credential. */
  readonly credential: string;
  /** Of the live credential, as above. */
  readonly publicKey: string | null;
  /** Credentials in their grace time, the newest first. */
  readonly retiring: readonly Retiring[];
  readonly eventCount: number;
};

export const GRACE_MS_MAX = 24 * 60 * 60_000;
export const TERMINALS_PER_HALL_MAX = 2_000;
/** One terminal's stream is folded whole; revoking it is always possible. */
export const EVENTS_PER_TERMINAL_MAX = 2_000;
/** A terminal that misses more changes than this has lost its credential. */
const RETIRING_MAX = 4;

interface Named {
  readonly hallId: string;
  readonly terminalId: string;
}
export type TerminalCommand = Named & (
  | { readonly type: 'RegisterTerminal'; readonly departmentIds: readonly string[]; readonly credentialDigest: string; readonly publicKey?: string }
  | { readonly type: 'RotateTerminalCredential'; readonly credentialDigest: string; readonly graceMs: number; readonly publicKey?: string }
  | { readonly type: 'MoveTerminal'; readonly departmentIds: readonly string[] }
  | { readonly type: 'RevokeTerminal' }
);

/** What the rules know of whoever asks and of the hall. */
export interface TerminalContext {
  readonly nowMs: EpochMs;
  readonly coversHall: boolean;
  readonly coversDepartment: (departmentId: string) => boolean;
  readonly hasDepartment: (departmentId: string) => boolean;
  readonly terminalsInHall: number;
}
export type TerminalDecision = Decision<TerminalEvent, TerminalRefusal>;

const refuse = (code: TerminalRefusalCode, detail: Readonly<Record<string, string>> = {}): TerminalDecision => reject({ code, detail });

function decide(command: TerminalCommand, state: TerminalState, context: TerminalContext): TerminalDecision {
  const { hallId, terminalId } = command;
  if (command.type === 'RegisterTerminal') return decideRegistration(command, state, context);
  // Whoever may not act for all its departments must not get hold of its credential, nor learn that it is there.
  const seen = context.coversHall && state !== null && state.departmentIds.every(context.coversDepartment);
  if (!seen) return refuse('UNKNOWN_TERMINAL', { hallId, terminalId });
  const named = { hallId, terminalId, occurredAt: toIso(context.nowMs) };
  if (command.type === 'RevokeTerminal') return state.revoked ? accept() : accept({ type: 'TerminalRevoked', data: named });
  if (state.revoked) return refuse('TERMINAL_REVOKED', { terminalId });
  if (state.eventCount >= EVENTS_PER_TERMINAL_MAX) return refuse('TERMINAL_HISTORY_FULL', { terminalId, eventsMax: String(EVENTS_PER_TERMINAL_MAX) });
  if (command.type === 'RotateTerminalCredential') return accept(rotated(command, named, state.publicKey, context.nowMs));
  const departmentIds = sorted(command.departmentIds);
  const refusal = refuseDepartments(hallId, departmentIds, context);
  if (refusal !== null) return refusal;
  return sameList(departmentIds, state.departmentIds) ? accept() : accept({ type: 'TerminalMoved', data: { ...named, departmentIds } });
}

function decideRegistration(command: Extract<TerminalCommand, { type: 'RegisterTerminal' }>, state: TerminalState, context: TerminalContext): TerminalDecision {
  const { hallId, terminalId, credentialDigest } = command;
  const departmentIds = sorted(command.departmentIds);
  const refusal = refuseDepartments(hallId, departmentIds, context);
  if (refusal !== null) return refusal;
  if (state !== null && !state.revoked) return refuse('TERMINAL_REGISTERED', { terminalId });
  if (state === null && context.terminalsInHall >= TERMINALS_PER_HALL_MAX) return refuse('TOO_MANY_TERMINALS', { hallId, terminalsMax: String(TERMINALS_PER_HALL_MAX) });
  if (state !== null && state.eventCount >= EVENTS_PER_TERMINAL_MAX) return refuse('TERMINAL_HISTORY_FULL', { terminalId, eventsMax: String(EVENTS_PER_TERMINAL_MAX) });
  return accept({ type: 'TerminalRegistered', data: { hallId, terminalId, occurredAt: toIso(context.nowMs), departmentIds, credentialDigest, ...keyOf(command.publicKey) } });
}

/** Nobody gives away what is not theirs. */
function refuseDepartments(hallId: string, departmentIds: readonly string[], { coversHall, coversDepartment, hasDepartment }: TerminalContext): TerminalDecision | null {
  const beyond = departmentIds.find((departmentId) => !coversHall || !coversDepartment(departmentId));
  if (beyond !== undefined) return refuse('NOT_IN_YOUR_SCOPE', { hallId, departmentId: beyond });
  const unknown = departmentIds.find((departmentId) => !hasDepartment(departmentId));
  return unknown === undefined ? null : refuse('UNKNOWN_DEPARTMENT', { departmentId: unknown });
}

/** Without another key the new credential has the key of the old one: whoever must sign goes on signing. */
function rotated(command: Extract<TerminalCommand, { type: 'RotateTerminalCredential' }>, named: Named & { readonly occurredAt: string }, keyBefore: string | null, nowMs: EpochMs): TerminalEvent {
  const { credentialDigest, graceMs, publicKey = keyBefore } = command;
  if (!(graceMs >= 0 && graceMs <= GRACE_MS_MAX)) throw new RangeError(`A grace time is 0 to ${GRACE_MS_MAX} ms`);
  return { type: 'TerminalCredentialRotated', data: { ...named, credentialDigest, ...keyOf(publicKey), previousUntil: toIso(nowMs + graceMs) } };
}

function keyOf(publicKey: string | null | undefined): { readonly publicKey?: string } {
  if (publicKey == null) return {};
  if (!isSigningKey(publicKey)) throw new TypeError('A signing key is the SPKI of an Ed25519 key in base64');
  return { publicKey };
}

function evolve(state: TerminalState, { type, data }: TerminalEvent): TerminalState {
  const eventCount = (state?.eventCount ?? 0) + 1;
  if (type === 'TerminalStreamOpened') return state;
  if (type === 'TerminalRegistered') return { departmentIds: data.departmentIds, revoked: false, credential: data.credentialDigest, publicKey: data.publicKey ?? null, retiring: [], eventCount };
  if (state === null) throw new TypeError(`${type} stands before the registration of its terminal`);
  if (type === 'TerminalMoved') return { ...state, departmentIds: data.departmentIds, eventCount };
  if (type === 'TerminalRevoked') return { ...state, revoked: true, retiring: [], eventCount };
  return { ...state, credential: data.credentialDigest, publicKey: data.publicKey ?? null, retiring: retiringAfter(state, data), eventCount };
}

/** Without a grace time everything older ends at once: that is what one rotates for when a credential was seen by others. */
function retiringAfter(state: NonNullable<TerminalState>, { occurredAt, previousUntil }: TerminalEventData['TerminalCredentialRotated']): readonly Retiring[] {
  const [nowMs, untilMs] = [toMs(occurredAt), toMs(previousUntil)];
  if (untilMs <= nowMs) return [];
  return [{ digest: state.credential, untilMs, publicKey: state.publicKey }, ...state.retiring.filter((one) => one.untilMs > nowMs)].slice(0, RETIRING_MAX);
}

export interface GoodCredential extends Omit<Retiring, 'untilMs'> {
  readonly untilMs: EpochMs | null;
}
/** Digests that are good at an instant, each with the key that signs what it sends. */
export function goodCredentials(state: TerminalState, nowMs: EpochMs): readonly GoodCredential[] {
  if (state === null || state.revoked) return [];
  return [{ digest: state.credential, untilMs: null, publicKey: state.publicKey }, ...state.retiring.filter(({ untilMs }) => nowMs < untilMs)];
}

const sorted = (ids: readonly string[]): readonly string[] => [...new Set(ids)].sort();
const sameList = (one: readonly string[], other: readonly string[]): boolean => one.length === other.length && one.every((id, index) => id === other[index]);

export const terminal: Decider<TerminalState, TerminalCommand, TerminalEvent, TerminalRefusal, TerminalContext> = { initialState: null, decide, evolve };
