import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerWritableStream } from '@grpc/grpc-js';
import { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Fault } from './faults.js';
import { leaderElsewhere, refusalOf, refuse, type Node } from './node.js';
import { read } from './read.js';
import { subscribe } from './subscribe.js';
import { GARBAGE } from './wire.js';

export type ReadCall = ServerWritableStream<ReadReq, ReadResp | Buffer>;

/** One call that answers with events: it waits for a slow reader, and suffers its fault after so many events. */
class Sending {
  private sent: ReadResp[] = [];
  private events = 0;

  constructor(
    private readonly node: Node,
    private readonly call: ReadCall,
    private readonly signal: AbortSignal,
    private fault: Fault | undefined,
  ) {}

  /** Ends the call, unless a fault ended it otherwise. */
  async all(responses: AsyncIterable<ReadResp>): Promise<void> {
    if (!(await this.sufferIfDue())) return;
    for await (const response of responses) {
      await this.write(response);
      if (this.signal.aborted) return;
      if (!response.hasEvent()) continue;
      this.events += 1;
      this.node.counts.eventsSent += 1;
      if (this.fault?.kind === 'duplicate') this.sent = [...this.sent, response].slice(-this.fault.again);
      if (!(await this.sufferIfDue())) return;
    }
    this.call.end();
  }

  private async write(response: ReadResp | Buffer): Promise<void> {
    if (this.call.write(response)) return;
    await once(this.call, 'drain', { signal: this.signal }).catch(() => undefined);
  }

  /** False where the call is over, or will never say another word. */
  private async sufferIfDue(): Promise<boolean> {
    const { fault } = this;
    if (!fault || this.events < ('after' in fault ? (fault.after ?? 0) : 0)) return true;
    this.fault = undefined;
    const refused = refusalOf(fault);
    if (refused) {
      refuse(this.call, refused);
      return false;
    }
    return this.suffer(fault);
  }

  private async suffer(fault: Fault): Promise<boolean> {
    switch (fault.kind) {
      case 'bad-payload':
        await this.write(fault.shape === 'empty' ? new ReadResp() : GARBAGE);
        return true;
      case 'late':
        await sleep(fault.ms, undefined, { ref: false });
        return true;
      case 'duplicate':
        for (const response of this.sent) await this.write(response);
        return true;
      case 'end-ok':
        this.call.end();
        return false;
      case 'drop':
        this.node.drop();
        return false;
      case 'silent':
        return false;
      default:
        throw new RangeError(`${fault.kind} is no fault of a read`);
    }
  }
}

export const readHandler =
  (node: Node, tellsCaughtUp: boolean) =>
  async (call: ReadCall): Promise<void> => {
    const options = call.request.getOptions() ?? new ReadReq.Options();
    const rpc = options.hasSubscription() ? 'subscription' : 'read';
    const elsewhere = leaderElsewhere(node, call.metadata);
    if (elsewhere) return refuse(call, elsewhere);
    node.counts[rpc] += 1;
    node.counts.openReads += 1;
    const gone = new AbortController();
    gone.signal.addEventListener('abort', () => {
      node.counts.openReads -= 1;
    });
    for (const end of ['cancelled', 'close', 'error']) call.on(end, () => gone.abort());
    const responses = options.hasSubscription() ? subscribe(node.log, options, gone.signal, tellsCaughtUp) : read(node.log, options);
    await new Sending(node, call, gone.signal, node.faults[rpc].shift()).all(responses);
  };
