import { Inject, Injectable } from '@nestjs/common';
import { sealChain } from '../../event-store/audit-hash.js';
import { EventStoreUnavailable } from '../../event-store/errors.js';
import { newEventId } from '../../event-store/event-id.js';
import { EventStore, type JsonObject, type NewEvent, type Position, type Revision } from '../../event-store/event-store.port.js';
import { type Attempt, transact } from '../../event-store/transact.js';
import { type AccessScope, type Actor, coversDepartment, coversHall } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { toIso } from '../../kernel/instant.js';
import { Keyring, KeysUnavailable } from '../../privacy/keyring.js';
import { ReferenceDirectory } from '../../reference-data/application/reference-directory.js';
import { rectification, type RectificationContext, type RectificationDecision } from '../domain/rectification.js';
import { type RectificationEvent, type RectificationEventData, rectificationStream } from '../domain/rectification-events.js';
import type { RectificationRefusal } from '../domain/refusal.js';
import { digestOfSaid, RectificationSealer } from './rectification-sealer.js';
import { RectificationStream } from './rectification-stream.js';
import { readRectifiedRequest, type RectifiedRequest } from './rectified-request.js';

export type Opening = RectificationEventData['RectificationOpened'];
/** The rating that opens it. */
export interface Cause {
  readonly stream: string;
  readonly eventId: string;
  readonly correlationId: string;
}
export interface Completing {
  readonly source: string;
  readonly id: string;
  readonly data: Omit<RectificationEventData['RectificationCompleted'], 'closure' | 'measures'> & { readonly closure?: number };
  readonly measures: string | null;
  readonly actor: Actor;
  readonly correlationId: string;
}
export type RectificationResult =
  | { readonly status: 'recorded' | 'already-recorded'; readonly position: Position; readonly revision: Revision; readonly eventId: string }
  | { readonly status: 'refused'; readonly refusal: RectificationRefusal };

const PRINCIPAL = 'rectification';
const UNSEEN: RectifiedRequest = { isVoided: false, heldBy: [], applicantKeyId: null };
interface Origin {
  readonly principal: string;
  readonly correlationId: string;
  readonly source: string;
  readonly id: string;
  readonly digest: string;
}

/** The only writer of rectification streams, at the revision it has read: what two do at once is decided again by one of them. */
@Injectable()
export class RectificationRecorder {
  private readonly sealer: RectificationSealer;

  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(Keyring) keyring: Keyring,
    @Inject(ReferenceDirectory) private readonly directory: ReferenceDirectory,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    this.sealer = new RectificationSealer(keyring);
  }

  /** Once for a closure, however often it is asked for. */
  open(opening: Opening, { stream: source, eventId: id, correlationId }: Cause): Promise<void> {
    const stream = rectificationStream(opening.hallId, opening.requestId);
    return transact<void>(this.store, stream, async () => {
      const [written, request] = [await RectificationStream.read(this.store, stream), await this.requestOf(opening)];
      const decision = this.decided(rectification.decide({ type: 'OpenRectification', data: opening }, written.state, this.context(request, false)));
      const digest = digestOfSaid({ ...opening }, null);
      const events = decision.map((event, index) => this.factOf(event, { principal: PRINCIPAL, correlationId, source, id, digest }, index));
      return { expected: written.expected, events: chained(stream, written, events), settle: () => undefined };
    });
  }

  /** @throws EventStoreUnavailable: nothing is known of it; the same may be sent again. */
  async complete(completing: Completing): Promise<RectificationResult> {
    const { data: { hallId, requestId, departmentId }, actor: { scope } } = completing;
    const stream = rectificationStream(hallId, requestId);
    // Before anything of the request is looked at: what is there and what is not must answer alike.
    if (!this.directory.hasDepartment(departmentId)) await this.directory.catchUp();
    if (!coversHall(scope, hallId) || !this.covers(scope, departmentId)) return { status: 'refused', refusal: { code: 'NOT_IN_YOUR_SCOPE', detail: { hallId, departmentId } } };
    try {
      return await transact<RectificationResult>(this.store, stream, () => this.attempt(stream, completing));
    } catch (error) {
      if (error instanceof KeysUnavailable) throw new EventStoreUnavailable(error.message, { cause: error });
      throw error;
    }
  }

  private async attempt(stream: string, completing: Completing): Promise<Attempt<RectificationResult>> {
    const { source, id, data, measures, actor: { principal, role, scope }, correlationId } = completing;
    const said: JsonObject = { type: 'CompleteRectification', ...data };
    const request = this.asSeenBy(scope, await this.requestOf(data));
    const written = request === UNSEEN ? new RectificationStream() : await RectificationStream.read(this.store, stream);
    const answer = (result: RectificationResult): Attempt<RectificationResult> => ({ expected: written.expected, events: [], settle: () => result });
    const remembered = written.of(source, id);
    if (remembered !== undefined) {
      if ((await this.sealer.digestAs(remembered, said, measures)) !== remembered.digest) return answer({ status: 'refused', refusal: { code: 'ID_REUSED', detail: { source, id } } });
      return answer({ status: 'already-recorded', ...remembered });
    }
    const decision = rectification.decide({ type: 'CompleteRectification', data }, written.state, this.context(request, role === 'supervisor'));
    if (decision.outcome === 'rejected') return answer({ status: 'refused', refusal: decision.rejection });
    const sealing = measures === null ? null : await this.sealer.seal(measures, request.applicantKeyId, `${data.hallId}.${data.requestId}`);
    const origin = { principal, correlationId, source, id, digest: digestOfSaid(said, sealing?.mac ?? null) };
    const facts = decision.events.map((event, index) => this.factOf(sealing === null ? event : sealedWith(event, sealing.sealed), origin, index));
    const [fact] = facts;
    if (fact === undefined) throw new Error('A completion was decided as no event');
    return {
      expected: written.expected,
      events: chained(stream, written, facts),
      settle: (appended) => ({ status: 'recorded', position: appended!.position, revision: appended!.revision, eventId: fact.id }),
    };
  }

  /** What none of the scope's departments ever held is as if it had never been received. */
  private asSeenBy(scope: AccessScope, request: RectifiedRequest): RectifiedRequest {
    return scope.departmentTrees === 'all' || request.heldBy.some((departmentId) => this.covers(scope, departmentId)) ? request : UNSEEN;
  }

  private covers(scope: AccessScope, departmentId: string): boolean {
    return coversDepartment(scope, departmentId, (id) => this.directory.departmentPath(id));
  }

  private requestOf({ hallId, requestId }: { readonly hallId: string; readonly requestId: string }): Promise<RectifiedRequest> {
    return readRectifiedRequest(this.store, hallId, requestId);
  }

  private context({ isVoided }: RectifiedRequest, isSupervisor: boolean): RectificationContext {
    return { nowMs: this.clock.nowMs(), isSupervisor, isVoided, hasDepartment: (departmentId) => this.directory.hasDepartment(departmentId) };
  }

  /** An opening is never refused: it is there already, or it is recorded. */
  private decided(decision: RectificationDecision): readonly RectificationEvent[] {
    if (decision.outcome === 'rejected') throw new Error(`The opening of a rectification was refused: ${decision.rejection.code}`);
    return decision.events;
  }

  private factOf({ type, data }: RectificationEvent, { principal, correlationId, source, id, digest }: Origin, index: number): NewEvent {
    if (index > 0) throw new Error('A command about a rectification is one event');
    const metadata = {
      recordedAt: toIso(this.clock.nowMs()), principal, correlationId, causationId: `${source}#${id}`, source: { source, id }, contentDigest: digest,
    };
    return { id: newEventId(), type, data: { ...data }, metadata };
  }
}

const chained = (stream: string, written: RectificationStream, facts: readonly NewEvent[]): NewEvent[] =>
  sealChain(stream, written.revision + 1n, written.hash, facts);

const sealedWith = (event: RectificationEvent, measures: NonNullable<RectificationEventData['RectificationCompleted']['measures']>): RectificationEvent =>
  (event.type === 'RectificationCompleted' ? { type: event.type, data: { ...event.data, measures } } : event);
