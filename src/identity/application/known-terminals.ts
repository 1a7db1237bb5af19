import type { RecordedEvent, Revision } from '../../event-store/event-store.port.js';
import { type EpochMs, toMs } from '../../kernel/instant.js';
import { goodCredentials, terminal, type TerminalState } from '../domain/terminal.js';
import { decodeTerminalEvent, type TerminalEventType, terminalStream } from '../domain/terminal-events.js';
import { sameDigest } from './terminal-credential.js';

/** Who did a thing last, and when. */
export interface Act {
  readonly atMs: EpochMs;
  readonly by: string;
}
export interface KnownTerminal {
  readonly hallId: string;
  readonly terminalId: string;
  readonly state: NonNullable<TerminalState>;
  readonly acts: { readonly [T in TerminalEventType]?: Act };
  readonly revision: Revision;
  readonly hash: string | null;
}
export interface FoundBearer {
  readonly terminal: KnownTerminal;
  /** When the credential ends by itself; null for the live one. */
  readonly untilMs: EpochMs | null;
  /** What it sends is signed by this key; null: it need not be signed. */
  readonly publicKey: string | null;
}

/** The terminals of all halls as their streams tell them, in memory: some thousands, asked for by every event. */
export class KnownTerminals {
  /** Named by the index, and whether anything of theirs was read yet. */
  readonly opened = new Set<string>();
  private readonly byStream = new Map<string, KnownTerminal>();
  private readonly byHall = new Map<string, Map<string, KnownTerminal>>();
  private readonly byDigest = new Map<string, KnownTerminal>();
  private readonly revokedIds = new Map<string, Set<string>>();

  get(hallId: string, terminalId: string): KnownTerminal | undefined {
    return this.byStream.get(terminalStream(hallId, terminalId));
  }

  ofStream(stream: string): KnownTerminal | undefined {
    return this.byStream.get(stream);
  }

  /** By id. */
  inHall(hallId: string): readonly KnownTerminal[] {
    return [...(this.byHall.get(hallId)?.values() ?? [])].sort((a, b) => (a.terminalId < b.terminalId ? -1 : 1));
  }

  countInHall(hallId: string): number {
    return this.byHall.get(hallId)?.size ?? 0;
  }

  bearerOf(digest: string, nowMs: EpochMs): FoundBearer | null {
    const known = this.byDigest.get(digest);
    const good = known && goodCredentials(known.state, nowMs).find((one) => sameDigest(one.digest, digest));
    return known && good ? { terminal: known, untilMs: good.untilMs, publicKey: good.publicKey } : null;
  }

  /** Whether a terminal of this id is revoked in one of the halls. */
  isRevoked(terminalId: string, halls: readonly string[] | 'all'): boolean {
    const revokedIn = this.revokedIds.get(terminalId);
    return revokedIn !== undefined && (halls === 'all' || halls.some((hallId) => revokedIn.has(hallId)));
  }

  /** The key of a terminal of this id in one of the halls, where there is one that signs. */
  signingKeyOf(terminalId: string, halls: readonly string[] | 'all'): string | null {
    const keys = [...(halls === 'all' ? this.byHall.keys() : halls)].flatMap((hallId) => this.byHall.get(hallId)?.get(terminalId)?.state.publicKey ?? []);
    return keys[0] ?? null;
  }

  /** @returns false when events between are missing here; one that is known already changes nothing. */
  absorb({ stream, revision, type, data, metadata, unreadable }: RecordedEvent): boolean {
    const before = this.byStream.get(stream);
    const expected = (before?.revision ?? -1n) + 1n;
    if (revision !== expected) return revision < expected;
    const event = decodeTerminalEvent(type, data, unreadable);
    const state = terminal.evolve(before?.state ?? terminal.initialState, event);
    if (state === null) throw new TypeError(`${stream}@${revision} registers no terminal`);
    const { hallId, terminalId, occurredAt } = event.data;
    const { principal, hash } = metadata;
    const act: Act = { atMs: toMs(occurredAt), by: typeof principal === 'string' ? principal : '' };
    const acts = event.type === 'TerminalRegistered' ? { TerminalRegistered: act } : { ...before?.acts, [event.type]: act };
    this.put(stream, { hallId, terminalId, state, acts, revision, hash: typeof hash === 'string' ? hash : null }, before);
    return true;
  }

  private put(stream: string, known: KnownTerminal, before: KnownTerminal | undefined): void {
    for (const digest of before === undefined ? [] : digestsOf(before)) this.byDigest.delete(digest);
    for (const digest of digestsOf(known)) this.byDigest.set(digest, known);
    this.byStream.set(stream, known);
    this.hall(known.hallId).set(known.terminalId, known);
    const revokedIn = this.revokedIds.get(known.terminalId) ?? new Set<string>();
    if (known.state.revoked) revokedIn.add(known.hallId);
    else revokedIn.delete(known.hallId);
    if (revokedIn.size === 0) this.revokedIds.delete(known.terminalId);
    else this.revokedIds.set(known.terminalId, revokedIn);
  }

  private hall(hallId: string): Map<string, KnownTerminal> {
    const hall = this.byHall.get(hallId) ?? new Map<string, KnownTerminal>();
    this.byHall.set(hallId, hall);
    return hall;
  }
}

const digestsOf = ({ state }: KnownTerminal): readonly string[] => [state.credential, ...state.retiring.map(({ digest }) => digest)];
