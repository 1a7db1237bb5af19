import type { ReferenceDirectory } from '../../reference-data/application/reference-directory.js';
import type { ClearCommand } from '../domain/commands.js';
import { recognise, sourceKey } from '../domain/idempotency.js';
import type { Actor } from '../../kernel/actor.js';
import { refuse } from '../domain/refuse.js';
import type { Rejection, RejectionCode } from '../domain/rejection.js';
import { refuseUnseen } from '../domain/scope-rule.js';
import { serviceRequest, type DecidedEvent, type ServiceRequestDecision } from '../domain/service-request.js';
import type { CommandSealer, SealedEvent } from './command-sealer.js';
import type { Accepted, Draft } from './draft.js';
import type { SubmittedCommand } from './record-commands.js';

/** What became of one command; an accepted one has its place once that is durable. */
export type Verdict =
  | { readonly status: 'recorded' | 'already-recorded'; readonly accepted: Accepted }
  | { readonly status: 'refused'; readonly rejection: Rejection };

/** What another process may have registered a moment ago. */
const REFERENCE_MISSES: ReadonlySet<RejectionCode> = new Set(['UNKNOWN_DEPARTMENT', 'UNKNOWN_SERVICE_ITEM', 'UNKNOWN_CALENDAR']);

/** Decides the commands of one call in order, each on the outcome of those before it. */
export class CommandDecider {
  constructor(
    private readonly sealer: CommandSealer,
    private readonly directory: ReferenceDirectory,
  ) {}

  async decideAll(submitted: readonly SubmittedCommand[], draft: Draft, actor: Actor): Promise<Verdict[]> {
    const verdicts: Verdict[] = [];
    let mayCatchUp = true;
    for (const one of submitted) {
      const unseen = this.refuseUnseen(one, draft, actor);
      if (unseen !== null) {
        verdicts.push({ status: 'refused', rejection: unseen });
        continue;
      }
      const known = await this.recogniseResend(one, draft);
      if (known !== null) {
        verdicts.push(known);
        continue;
      }
      let decision = this.decide(one, draft, actor);
      if (mayCatchUp && isReferenceMiss(decision)) {
        mayCatchUp = false;
        await this.directory.catchUp();
        decision = this.decide(one, draft, actor);
      }
      verdicts.push(await this.settle(one, decision, draft));
    }
    return verdicts;
  }

  /** Null when it takes waiting, for a key or for what another process knows, or when something is refused. */
  decideAtOnce(submitted: readonly SubmittedCommand[], draft: Draft, actor: Actor): Verdict[] | null {
    const verdicts: Verdict[] = [];
    for (const one of submitted) {
      const { command } = one;
      if (draft.remembered(one) !== undefined || this.sealer.needsKey(command) || this.refuseUnseen(one, draft, actor) !== null) return null;
      const decision = this.decide(one, draft, actor);
      if (decision.outcome === 'rejected') return null;
      const decided = theOneOf(decision, command);
      verdicts.push(added(one, this.sealer.unsealed(command, decided.event), decided, draft));
    }
    return verdicts;
  }

  /** Before a resend is recognised: an id that was used must not tell that the request is there. */
  private refuseUnseen({ command: { type, data: { requestId } } }: SubmittedCommand, { state }: Draft, actor: Actor): Rejection | null {
    return refuseUnseen(type, requestId, state, actor, (departmentId) => this.directory.departmentPath(departmentId));
  }

  private async recogniseResend(one: SubmittedCommand, draft: Draft): Promise<Verdict | null> {
    const { source, id, command } = one;
    const key = sourceKey(source, id);
    const remembered = draft.remembered(one);
    if (remembered === undefined) return null;
    const digest = await this.sealer.digestAs(remembered, command);
    if (recognise(new Map([[key, remembered]]), key, digest) !== 'id-reused') return { status: 'already-recorded', accepted: remembered };
    return { status: 'refused', rejection: refuse('ID_REUSED', { source, id }) };
  }

  private decide({ command }: SubmittedCommand, draft: Draft, actor: Actor): ServiceRequestDecision {
    return serviceRequest.decide(this.sealer.forRules(command), draft.state, { nowMs: draft.nowMs, role: actor.role, reference: this.directory });
  }

  private async settle(one: SubmittedCommand, decision: ServiceRequestDecision, draft: Draft): Promise<Verdict> {
    if (decision.outcome === 'rejected') return { status: 'refused', rejection: decision.rejection };
    const decided = theOneOf(decision, one.command);
    return added(one, await this.sealer.seal(one.command, decided.event, draft.applicantKeyId), decided, draft);
  }
}

function theOneOf({ events }: { readonly events: readonly DecidedEvent[] }, { type }: ClearCommand): DecidedEvent {
  const [decided] = events;
  if (decided === undefined || events.length > 1) throw new Error(`${type} was not decided as exactly one event`);
  return decided;
}

const added = (one: SubmittedCommand, sealed: SealedEvent, { claimedOccurredAt }: DecidedEvent, draft: Draft): Verdict => ({
  status: 'recorded',
  accepted: draft.add(one, sealed, claimedOccurredAt),
});

const isReferenceMiss = (decision: ServiceRequestDecision): boolean =>
  decision.outcome === 'rejected' && REFERENCE_MISSES.has(decision.rejection.code);
