import type { ServerDuplexStream } from '@grpc/grpc-js';
import { Code } from '@eventstore/db-client/generated/code_pb.js';
import {
  AllStreamPosition,
  MaximumAppendSizeExceeded,
  WrongExpectedVersion,
  type UUID,
} from '@eventstore/db-client/generated/shared_pb.js';
import { Status } from '@eventstore/db-client/generated/status_pb.js';
import { BatchAppendResp, type BatchAppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import { Any } from 'google-protobuf/google/protobuf/any_pb.js';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb.js';
import { proposedOf } from './append-handler.js';
import { append, type AppendDecision, type Expected } from './decide-append.js';
import { perform, type AnsweringCall, type Node } from './node.js';
import { identifierOf, idOf, streamOf } from './wire.js';

type Call = ServerDuplexStream<BatchAppendReq, BatchAppendResp | Buffer>;
const none = (): Empty => new Empty();

function expectedOf(options: BatchAppendReq.Options): Expected {
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasAny()) return 'any';
  if (options.hasStreamExists()) return 'stream_exists';
  return BigInt(options.getStreamPosition());
}

function wrongVersion(current: bigint | null, expected: Expected): WrongExpectedVersion {
  const error =
    current === null
      ? new WrongExpectedVersion().setCurrentNoStream(none())
      : new WrongExpectedVersion().setCurrentStreamRevision(String(current));
  if (expected === 'no_stream') return error.setExpectedNoStream(none());
  if (expected === 'any') return error.setExpectedAny(none());
  if (expected === 'stream_exists') return error.setExpectedStreamExists(none());
  return error.setExpectedStreamPosition(String(expected));
}

function refused(name: string, details: { serializeBinary(): Uint8Array }): BatchAppendResp {
  const any = new Any();
  any.pack(details.serializeBinary(), `event_store.client.${name}`);
  return new BatchAppendResp().setError(new Status().setCode(Code.UNKNOWN).setMessage(name).setDetails(any));
}

function answerOf(decision: AppendDecision, expected: Expected): BatchAppendResp {
  if (decision.kind === 'wrong-version') return refused('WrongExpectedVersion', wrongVersion(decision.current, expected));
  if (decision.kind === 'too-large')
    return refused('MaximumAppendSizeExceeded', new MaximumAppendSizeExceeded().setMaxappendsize(decision.limitBytes));
  const answer = new BatchAppendResp.Success().setCurrentRevision(String(decision.last.revision));
  if (decision.kind === 'repeated') return new BatchAppendResp().setSuccess(answer.setNoPosition(none()));
  const position = new AllStreamPosition()
    .setCommitPosition(String(decision.last.position))
    .setPreparePosition(String(decision.last.position));
  return new BatchAppendResp().setSuccess(answer.setPosition(position));
}

/** The shared stream stays open after an answer; only a fault ends it. */
function oneOf(call: Call): AnsweringCall<BatchAppendResp> {
  let answered = false;
  const write = (message: BatchAppendResp | Buffer): boolean => {
    answered = true;
    return call.write(message);
  };
  return {
    write,
    end: () => (answered ? undefined : call.end()),
    emit: (name, error) => call.emit(name, error),
    get cancelled() {
      return call.cancelled;
    },
  };
}

/** Several appends at a time over one stream, each told apart by its correlation id and sent in one or more pieces. */
export const batchAppendHandler =
  (node: Node) =>
  (call: Call): void => {
    const open = new Map<string, BatchAppendReq[]>();
    const finish = async (id: UUID | undefined, pieces: readonly BatchAppendReq[]): Promise<void> => {
      const options = pieces[0]?.getOptions();
      if (!options) return;
      const stream = streamOf(options.getStreamIdentifier());
      const events = pieces.flatMap((piece) => piece.getProposedMessagesList()).map(proposedOf);
      const labelled = (answer: BatchAppendResp) => answer.setCorrelationId(id).setStreamIdentifier(identifierOf(stream));
      const work = () => ({ message: labelled(answerOf(append(node.log, stream, expectedOf(options), events), expectedOf(options))) });
      await perform(node, 'append', oneOf(call), work, () => labelled(new BatchAppendResp()));
    };
    call.on('error', () => undefined);
    call.on('end', () => call.end());
    call.on('data', (request: BatchAppendReq) => {
      const id = idOf(request.getCorrelationId());
      const pieces = [...(open.get(id) ?? []), request];
      open.set(id, pieces);
      if (!request.getIsFinal()) return;
      open.delete(id);
      void finish(request.getCorrelationId(), pieces);
    });
  };
