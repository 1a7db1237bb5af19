import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import { appendHandler } from './append-handler.js';
import { noFaults, type Faults } from './faults.js';
import { featuresHandler, MODERN, type Capabilities } from './features-handler.js';
import { Listener } from './listener.js';
import type { Counts, Node } from './node.js';
import { readHandler } from './read-handler.js';
import { ServerLog, type LogOptions, type RawEvent, type StoredEvent } from './server-log.js';
import { loose } from './wire.js';

export interface StubOptions extends LogOptions {
  readonly capabilities?: Partial<Capabilities>;
  /** The log of another node: two nodes of one cluster. */
  readonly log?: ServerLog;
}
/** A server that speaks EventStoreDB's own protocol on loopback, and fails on demand. What is written survives a stop. */
export interface Stub {
  readonly connectionString: string;
  readonly port: number;
  readonly log: ServerLog;
  readonly faults: Faults;
  readonly counts: Counts;
  stop(): Promise<void>;
  /** Stops where it runs, and starts on the same port. */
  restart(): Promise<void>;
  close(): Promise<void>;
  /** Tears off every connection; the server goes on. */
  drop(): void;
  /** Takes connections and says nothing on them, as a host that hangs. */
  setDeaf(deaf: boolean): void;
  /** Puts an event into the log as a foreign writer would, whatever its bytes. */
  inject(stream: string, raw: RawEvent): StoredEvent;
}

export async function startStub(options: StubOptions = {}): Promise<Stub> {
  const capabilities = { ...MODERN, ...options.capabilities };
  const log = options.log ?? new ServerLog(options);
  const node: Node = {
    log,
    faults: noFaults(),
    counts: { append: 0, read: 0, subscription: 0, capabilities: 0, gossip: 0, eventsSent: 0 },
    drop: () => listener.drop(),
  };
  const streams: UntypedServiceImplementation = { append: appendHandler(node), read: readHandler(node, capabilities.caughtUp) };
  const listener = new Listener([
    [loose(StreamsService), streams],
    [loose(ServerFeaturesService), { getSupportedMethods: featuresHandler(node, capabilities) }],
  ]);
  await listener.start();
  return {
    connectionString: `esdb://127.0.0.1:${listener.port}?tls=false`,
    port: listener.port,
    log,
    faults: node.faults,
    counts: node.counts,
    stop: () => listener.stop(),
    restart: async () => {
      await listener.stop();
      await listener.start();
    },
    close: () => listener.stop(),
    drop: () => listener.drop(),
    setDeaf: (deaf) => listener.setDeaf(deaf),
    inject: (stream, raw) => log.append(stream, raw),
  };
}
