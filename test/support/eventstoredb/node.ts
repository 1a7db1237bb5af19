import { setTimeout as sleep } from 'node:timers/promises';
import type { Metadata } from '@grpc/grpc-js';
import type { Fault, Faults, Rpc } from './faults.js';
import type { ServerLog } from './server-log.js';
import { GARBAGE, notLeader, refusal, serverTimeout, unavailable, type Refusal } from './wire.js';

export type Counts = Record<Rpc, number> & {
  /** Events handed to the transport by reads and subscriptions. */
  eventsSent: number;
  /** Reads and subscriptions that are not over. */
  openReads: number;
};
/** What the handlers of one server share. */
export interface Node {
  readonly log: ServerLog;
  readonly faults: Faults;
  readonly counts: Counts;
  readonly member: Member;
  /** Tears off every connection. */
  drop(): void;
}
/** A node of a cluster; alone, it is its own leader. Nodes of one cluster share the object that names the leader. */
export interface Member {
  readonly port: number;
  readonly cluster: Cluster;
}
export interface Cluster {
  leaderPort: number;
  readonly ports: number[];
}
export type Answer<Message> = { readonly message: Message | Buffer } | { readonly refused: Refusal };
/** The half of a call that answers. */
export interface AnsweringCall<Message> {
  write(message: Message | Buffer): boolean;
  end(): unknown;
  emit(event: 'error', error: Refusal): boolean;
  readonly cancelled: boolean;
}

/** A follower hands a write on to the leader, unless the caller will have the leader itself. */
export function leaderElsewhere({ member }: Node, metadata: Metadata): Refusal | null {
  const { leaderPort } = member.cluster;
  const wanted = metadata.get('requires-leader').includes('true');
  return wanted && leaderPort !== member.port ? notLeader('127.0.0.1', leaderPort) : null;
}

export const refuse = (call: Pick<AnsweringCall<never>, 'emit'>, reason: Refusal): void => void call.emit('error', reason);

/** The refusal that a fault stands for, or null where it is none. */
export function refusalOf(fault: Fault): Refusal | null {
  if (fault.kind === 'unavailable') return unavailable();
  if (fault.kind === 'not-leader') return notLeader(fault.host, fault.port);
  if (fault.kind === 'server-timeout') return serverTimeout();
  if (fault.kind === 'status') return refusal(fault.code, fault.details);
  return null;
}

function reply<Message>(call: AnsweringCall<Message>, answer: Answer<Message>): void {
  if (call.cancelled) return;
  if ('refused' in answer) return refuse(call, answer.refused);
  call.write(answer.message);
  call.end();
}

/** Does the work of a call with one answer and suffers the next fault of its kind, before or after the work. */
export async function perform<Message>(
  node: Node,
  rpc: Rpc,
  call: AnsweringCall<Message>,
  work: () => Answer<Message>,
  blank: () => Message,
): Promise<void> {
  node.counts[rpc] += 1;
  const fault = node.faults[rpc].shift();
  if (!fault) return reply(call, work());
  const refused = refusalOf(fault);
  if (refused) {
    if (fault.kind === 'server-timeout' && fault.written !== false) work();
    return refuse(call, refused);
  }
  switch (fault.kind) {
    case 'silent':
      if (fault.written) work();
      return;
    case 'end-ok':
      if (fault.written !== false) work();
      call.end();
      return;
    case 'late':
      return late(call, work, fault);
    case 'bad-payload':
      work();
      return reply(call, { message: fault.shape === 'empty' ? blank() : GARBAGE });
    case 'drop-after-write':
      work();
      return node.drop();
    case 'drop':
    case 'drop-before-write':
      return node.drop();
    default:
      throw new RangeError(`${fault.kind} is no fault of ${rpc}`);
  }
}

async function late<Message>(call: AnsweringCall<Message>, work: () => Answer<Message>, fault: Fault & { kind: 'late' }): Promise<void> {
  const early = fault.written === 'late' ? null : work();
  await sleep(fault.ms, undefined, { ref: false });
  reply(call, early ?? work());
}
