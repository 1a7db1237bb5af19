import { status, type Metadata } from '@grpc/grpc-js';
import { refuse, type AnsweringCall } from './node.js';
import { refusal } from './wire.js';

interface GuardedCall extends Pick<AnsweringCall<never>, 'emit'> {
  readonly metadata: Metadata;
}
type Handler<Call> = (call: Call) => Promise<void> | void;

/** Lets only calls through that carry a user's name and password, where there are users; as EventStoreDB, over TLS only. */
export const guarded =
  (users: Readonly<Record<string, string>> | null = null) =>
  <Call extends GuardedCall>(handler: Handler<Call>) =>
  (call: Call): void => {
    const [scheme, token = ''] = String(call.metadata.get('authorization')[0] ?? '').split(' ');
    const [name = '', ...password] = Buffer.from(token, 'base64').toString('utf8').split(':');
    const known = users === null || (scheme === 'Basic' && users[name] === password.join(':'));
    if (known) void handler(call);
    else refuse(call, refusal(status.UNAUTHENTICATED, 'Authentication failed'));
  };
