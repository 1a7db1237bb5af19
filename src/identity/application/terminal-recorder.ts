import { Inject, Injectable } from '@nestjs/common';
import { digestOf, sealChain } from '../../event-store/audit-hash.js';
import { newEventId } from '../../event-store/event-id.js';
import { type AppendResult, EventStore, type ExpectedRevision, type NewEvent, type Position, type Revision } from '../../event-store/event-store.port.js';
import { type Attempt, transact } from '../../event-store/transact.js';
import { type Actor, coversDepartment, coversHall } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { toIso } from '../../kernel/instant.js';
import { ReferenceDirectory } from '../../reference-data/application/reference-directory.js';
import { terminal, type TerminalCommand, type TerminalContext } from '../domain/terminal.js';
import { type TerminalEvent, TERMINAL_INDEX_STREAM, terminalStream } from '../domain/terminal-events.js';
import type { TerminalRefusal } from '../domain/terminal-refusal.js';
import type { KnownTerminal } from './known-terminals.js';
import { TerminalDirectory } from './terminal-directory.js';

export interface Author {
  readonly actor: Actor;
  readonly correlationId: string;
  /** Put into the events' metadata where it is given. */
  readonly traceparent?: string | undefined;
}
export type TerminalResult =
  | { readonly status: 'recorded' | 'unchanged'; readonly terminal: KnownTerminal; readonly position: Position | null }
  | { readonly status: 'refused'; readonly refusal: TerminalRefusal };

const SOURCE = 'terminals';

/** The only writer of terminals' streams, at the revision it has read. */
@Injectable()
export class TerminalRecorder {
  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(TerminalDirectory) private readonly directory: TerminalDirectory,
    @Inject(ReferenceDirectory) private readonly reference: ReferenceDirectory,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** When it resolves, this replica goes by it. @throws EventStoreUnavailable: nothing is known of it. */
  async record(command: TerminalCommand, author: Author): Promise<TerminalResult> {
    const { hallId, terminalId } = command;
    const stream = terminalStream(hallId, terminalId);
    // Of another hall nothing is read: what it has and what it has not must cost the same.
    const foreign = !coversHall(author.actor.scope, hallId);
    if (!foreign) await this.learn(command, stream);
    return transact<TerminalResult>(this.store, stream, async (attempt) => {
      if (attempt > 0) await this.directory.refresh(stream);
      return this.attempt(command, stream, foreign ? undefined : this.directory.known.ofStream(stream), author);
    });
  }

  private async attempt(command: TerminalCommand, stream: string, known: KnownTerminal | undefined, author: Author): Promise<Attempt<TerminalResult>> {
    const { expected, first, hash } = endOf(known);
    const decision = terminal.decide(command, known?.state ?? terminal.initialState, this.contextOf(command.hallId, author));
    if (decision.outcome === 'rejected') return { expected, events: [], settle: () => ({ status: 'refused', refusal: decision.rejection }) };
    const [event, ...more] = decision.events;
    if (more.length > 0) throw new Error(`${command.type} was decided as several events`);
    if (event === undefined) return { expected, events: [], settle: () => this.settle(stream, [], null) };
    if (known === undefined) await this.announce(event, author);
    const events = sealChain(stream, first, hash, [this.factOf(stream, first, event, author)]);
    return { expected, events, settle: (appended) => this.settle(stream, events, appended) };
  }

  private async learn(command: TerminalCommand, stream: string): Promise<void> {
    await this.directory.refresh(stream);
    const departmentIds = 'departmentIds' in command ? command.departmentIds : [];
    if (departmentIds.some((departmentId) => !this.reference.hasDepartment(departmentId))) await this.reference.catchUp();
  }

  private contextOf(hallId: string, { actor: { scope } }: Author): TerminalContext {
    return {
      nowMs: this.clock.nowMs(),
      coversHall: coversHall(scope, hallId),
      coversDepartment: (departmentId) => coversDepartment(scope, departmentId, (id) => this.reference.departmentPath(id)),
      hasDepartment: (departmentId) => this.reference.hasDepartment(departmentId),
      terminalsInHall: this.directory.known.countInHall(hallId),
    };
  }

  /** Once for a stream as far as this replica knows; a second announcement says nothing new. */
  private async announce({ data: { hallId, terminalId, occurredAt } }: TerminalEvent, author: Author): Promise<void> {
    const opened: TerminalEvent = { type: 'TerminalStreamOpened', data: { hallId, terminalId, occurredAt } };
    await transact<void>(this.store, TERMINAL_INDEX_STREAM, async () => {
      let [revision, hash, isThere]: [Revision, string | null, boolean] = [-1n, null, false];
      for await (const event of this.store.readStream(TERMINAL_INDEX_STREAM)) {
        this.directory.absorb(event);
        [revision, hash] = [event.revision, String(event.metadata['hash'])];
        isThere ||= event.data['hallId'] === hallId && event.data['terminalId'] === terminalId;
      }
      const events = isThere ? [] : sealChain(TERMINAL_INDEX_STREAM, revision + 1n, hash, [this.factOf(TERMINAL_INDEX_STREAM, revision + 1n, opened, author)]);
      return { expected: revision < 0n ? 'no-stream' : revision, events, settle: () => undefined };
    });
  }

  private settle(stream: string, events: readonly NewEvent[], appended: AppendResult | null): TerminalResult {
    for (const event of events) if (appended !== null) this.directory.absorb({ ...event, stream, revision: appended.revision, position: appended.position });
    const known = this.directory.known.ofStream(stream);
    if (known === undefined) throw new Error(`${stream} was recorded and is not known`);
    return { status: events.length > 0 ? 'recorded' : 'unchanged', terminal: known, position: appended?.position ?? null };
  }

  private factOf(stream: string, revision: Revision, { type, data }: TerminalEvent, { actor, correlationId, traceparent }: Author): NewEvent {
    const fact = { type, data: { ...data } };
    const id = digestOf({ stream, revision: revision.toString(), ...fact });
    const metadata = {
      recordedAt: toIso(this.clock.nowMs()), principal: actor.principal, correlationId, causationId: `${SOURCE}#${id}`,
      source: { source: SOURCE, id }, contentDigest: digestOf(fact), ...(traceparent !== undefined && { traceparent }),
    };
    return { id: newEventId(), ...fact, metadata };
  }
}

interface StreamEnd {
  readonly expected: ExpectedRevision;
  readonly first: Revision;
  readonly hash: string | null;
}
const endOf = (known: KnownTerminal | undefined): StreamEnd =>
  (known === undefined ? { expected: 'no-stream', first: 0n, hash: null } : { expected: known.revision, first: known.revision + 1n, hash: known.hash });
