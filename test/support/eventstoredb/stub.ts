import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { appendHandler } from './append-handler.js';
import { batchAppendHandler } from './batch-append-handler.js';
import { noFaults, type Faults } from './faults.js';
import { featuresHandler, MODERN, type Capabilities } from './features-handler.js';
import { gossipHandler } from './gossip-handler.js';
import { guarded } from './guarded.js';
import { Listener, type Certificate } from './listener.js';
import type { Cluster, Counts, Node } from './node.js';
import { readHandler } from './read-handler.js';
import { ServerLog, type LogOptions, type RawEvent, type StoredEvent } from './server-log.js';
import { loose } from './wire.js';

export interface StubOptions extends LogOptions {
  readonly capabilities?: Partial<Capabilities>;
  /** Joins this node's cluster: the same log, the same leader. */
  readonly joins?: Stub;
  readonly certificate?: Certificate;
  /** Passwords by user name; a call without a right one is refused. Absent: everybody may do everything. */
  readonly users?: Readonly<Record<string, string>>;
}
/** A server that speaks EventStoreDB's own protocol on loopback, and fails on demand. What is written survives a stop. */
export interface Stub {
  /** Without credentials; with `tls=true` where there is a certificate. */
  readonly connectionString: string;
  readonly port: number;
  readonly log: ServerLog;
  readonly cluster: Cluster;
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

function listenerOf(node: Node, options: StubOptions): Listener {
  const capabilities = { ...MODERN, ...options.capabilities };
  const guard = guarded(options.users);
  const append = guard(appendHandler(node));
  const batchAppend = guard(batchAppendHandler(node));
  const read = guard(readHandler(node, capabilities.caughtUp));
  return new Listener(
    [
      [loose(StreamsService), { append, read, ...(capabilities.batchAppend ? { batchAppend } : {}) }],
      [loose(ServerFeaturesService), { getSupportedMethods: guarded()(featuresHandler(node, capabilities)) }],
      [loose(GossipService), { read: guarded()(gossipHandler(node)) }],
    ],
    options.certificate,
  );
}

export async function startStub(options: StubOptions = {}): Promise<Stub> {
  const log = options.joins?.log ?? new ServerLog(options);
  const cluster = options.joins?.cluster ?? { leaderPort: 0, ports: [] };
  const faults = noFaults();
  const counts: Counts = { append: 0, read: 0, subscription: 0, capabilities: 0, gossip: 0, eventsSent: 0, openReads: 0 };
  const member = {
    cluster,
    get port() {
      return listener.port;
    },
  };
  const listener: Listener = listenerOf({ log, faults, counts, member, drop: () => listener.drop() }, options);
  await listener.start();
  cluster.ports.push(listener.port);
  if (cluster.leaderPort === 0) cluster.leaderPort = listener.port;
  const stop = () => listener.stop();
  const restart = async () => {
    await stop();
    await listener.start();
  };
  return {
    connectionString: `esdb://127.0.0.1:${listener.port}?tls=${options.certificate ? 'true' : 'false'}`,
    port: listener.port,
    log,
    cluster,
    faults,
    counts,
    stop,
    restart,
    close: stop,
    drop: () => listener.drop(),
    setDeaf: (deaf) => listener.setDeaf(deaf),
    inject: (stream, raw) => log.append(stream, raw),
  };
}
