import { setImmediate as turn } from 'node:timers/promises';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import { AppendReq, AppendResp, type BatchAppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import { answerOf } from './append-answers.js';
import { append, type Expected, type ProposedEvent } from './decide-append.js';
import { leaderElsewhere, perform, refuse, type Node } from './node.js';
import { idOf, streamOf } from './wire.js';

export type AppendCall = ServerDuplexStream<AppendReq, AppendResp | Buffer>;
interface Proposal {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly ProposedEvent[];
}

function expectedOf(options: AppendReq.Options): Expected {
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasAny()) return 'any';
  if (options.hasStreamExists()) return 'stream_exists';
  return BigInt(options.getRevision());
}
export const proposedOf = (message: AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage): ProposedEvent => ({
  id: idOf(message.getId()),
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? '',
  data: Buffer.from(message.getData_asU8()),
  metadata: Buffer.from(message.getCustomMetadata_asU8()),
});

async function proposalOf(call: AppendCall): Promise<Proposal> {
  let options = new AppendReq.Options();
  const events: ProposedEvent[] = [];
  for await (const request of call as AsyncIterable<AppendReq>) {
    options = request.getOptions() ?? options;
    const message = request.getProposedMessage();
    if (message) events.push(proposedOf(message));
  }
  // A connection that breaks ends the request as well, and says so a turn later: half a request must not be written.
  await turn();
  await turn();
  if (call.cancelled) throw new Error('The caller is gone');
  return { stream: streamOf(options.getStreamIdentifier()), expected: expectedOf(options), events };
}

export const appendHandler =
  (node: Node) =>
  async (call: AppendCall): Promise<void> => {
    const proposal = await proposalOf(call).catch(() => null);
    if (!proposal) return;
    const elsewhere = leaderElsewhere(node, call.metadata);
    if (elsewhere) return refuse(call, elsewhere);
    const write = () => answerOf(append(node.log, proposal.stream, proposal.expected, proposal.events), proposal.expected);
    await perform(node, 'append', call, write, () => new AppendResp());
  };
