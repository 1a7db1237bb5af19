import { AppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendDecision, Expected } from './decide-append.js';
import type { Answer } from './node.js';
import { empty, tooLarge } from './wire.js';

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

export function answerOf(decision: AppendDecision, expected: Expected): Answer<AppendResp> {
  if (decision.kind === 'too-large') return { refused: tooLarge(decision.limitBytes) };
  if (decision.kind === 'wrong-version') return { message: wrongVersion(decision.current, expected) };
  return { message: success(decision) };
}
