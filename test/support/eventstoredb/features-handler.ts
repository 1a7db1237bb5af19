import { status, type ServerWritableStream } from '@grpc/grpc-js';
import { SupportedMethod, SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type { Empty } from '@eventstore/db-client/generated/shared_pb.js';
import { perform, type Answer, type Node } from './node.js';
import { refusal } from './wire.js';

export interface Capabilities {
  /** `null` is a server before 21.10, which does not know the question. */
  readonly serverVersion: string | null;
  /** From 23.10 on a subscription tells that it has caught up. */
  readonly caughtUp: boolean;
  /** From 21.10 on. */
  readonly batchAppend: boolean;
}
export const MODERN: Capabilities = { serverVersion: '24.10.1', caughtUp: true, batchAppend: true };
const STREAMS = 'event_store.client.streams.Streams';
const METHODS: readonly (readonly [string, readonly string[]])[] = [
  ['append', []],
  ['read', ['position', 'events']],
  ['delete', []],
  ['tombstone', []],
];
const BATCH: typeof METHODS = [['batchappend', ['deadline_duration']]];

export const featuresHandler =
  (node: Node, { serverVersion, batchAppend }: Capabilities) =>
  async (call: ServerWritableStream<Empty, SupportedMethods | Buffer>): Promise<void> => {
    const answer = (): Answer<SupportedMethods> => {
      if (serverVersion === null) return { refused: refusal(status.UNIMPLEMENTED, 'The method is not implemented') };
      const methods = new SupportedMethods().setEventStoreServerVersion(serverVersion);
      for (const [name, features] of [...METHODS, ...(batchAppend ? BATCH : [])])
        methods.addMethods(
          new SupportedMethod()
            .setServiceName(STREAMS)
            .setMethodName(name)
            .setFeaturesList([...features]),
        );
      return { message: methods };
    };
    await perform(node, 'capabilities', call, answer, () => new SupportedMethods());
  };
