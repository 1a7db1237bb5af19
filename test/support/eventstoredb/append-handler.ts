import type { ServerDuplexStream } from '@grpc/grpc-js';
import { AppendReq, AppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { append, type AppendDecision, type Expected, type ProposedEvent } from './decide-append.js';
import { perform, type Answer, type Node } from './node.js';
import { empty, idOf, streamOf, tooLarge } from './wire.js';

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
const proposedOf = (message: AppendReq.ProposedMessage): ProposedEvent => ({
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
  return { stream: streamOf(options.getStreamIdentifier()), expected: expectedOf(options), events };
}

function success({ kind, last }: AppendDecision & { kind: 'written' | 'repeated' }): AppendResp {
  const answer = new AppendResp.Success().setCurrentRevision(String(last.revision));
  // A repeated append is answered without a position: the server need not look it up again.
  if (kind === 'repeated') return new AppendResp().setSuccess(answer.setNoPosition(empty()));
  const position = new AppendResp.Position().setCommitPosition(String(last.position)).setPreparePosition(String(last.position));
  return new AppendResp().setSuccess(answer.setPosition(position));
}

function wrongVersion(current: bigint | null, expected: Expected): AppendResp {
  const answer = new AppendResp.WrongExpectedVersion();
  if (current === null) answer.setCurrentNoStream(empty());
  else answer.setCurrentRevision(String(current));
  if (expected === 'no_stream') answer.setExpectedNoStream(empty());
  else if (expected === 'any') answer.setExpectedAny(empty());
  else if (expected === 'stream_exists') answer.setExpectedStreamExists(empty());
  else answer.setExpectedRevision(String(expected));
  return new AppendResp().setWrongExpectedVersion(answer);
}

function answerOf(decision: AppendDecision, expected: Expected): Answer<AppendResp> {
  if (decision.kind === 'too-large') return { refused: tooLarge(decision.limitBytes) };
  if (decision.kind === 'wrong-version') return { message: wrongVersion(decision.current, expected) };
  return { message: success(decision) };
}

export const appendHandler =
  (node: Node) =>
  async (call: AppendCall): Promise<void> => {
    const proposal = await proposalOf(call).catch(() => null);
    if (!proposal) return;
    const write = () => answerOf(append(node.log, proposal.stream, proposal.expected, proposal.events), proposal.expected);
    await perform(node, 'append', call, write, () => new AppendResp());
  };
