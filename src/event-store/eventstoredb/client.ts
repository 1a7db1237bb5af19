import { readFileSync } from 'node:fs';
import { type ChannelCredentialOptions, EventStoreDBClient } from '@eventstore/db-client';
import { EventStoreUnavailable } from '../errors.js';
import type { EventStoreDbAddress } from '../event-store-address.js';

type Settings = ConstructorParameters<typeof EventStoreDBClient>[0];
export type Credentials = NonNullable<EventStoreDbAddress['credentials']>;

/** The vendor's client, with what it leaves undone. It is made from the parts: it logs the connection string in places. */
export class Client extends EventStoreDBClient {
  private resolved = false;

  constructor(settings: Settings, channel: ChannelCredentialOptions, credentials: Credentials | undefined) {
    super(settings, channel, credentials);
    // Called without waiting: what it throws, for an answer that names no leader, would end the process.
    const handle = this.handleError;
    this.handleError = (client, error) => handle(client, error).catch(() => undefined);
    const resolve = this.resolveUri;
    this.resolveUri = async () => {
      const uri = await resolve();
      this.resolved = true;
      return uri;
    };
  }

  /** `dispose` cancels the calls and leaves the connection open. */
  async closeDown(): Promise<void> {
    await this.dispose();
    if (this.resolved) (await this.getChannel()).close();
  }
}

/** @throws EventStoreUnavailable when the certificate file cannot be read. */
export function createClient({ hosts, discover, tls, credentials, options }: EventStoreDbAddress): Client {
  const { tlsCAFile, maxDiscoverAttempts, discoveryInterval, gossipTimeout, nodePreference, ...common } = options;
  const discovery = { maxDiscoverAttempts, discoveryInterval, gossipTimeout, nodePreference };
  const [first] = hosts;
  if (!first) throw new TypeError('An address names at least one host');
  const target = discover ? { discover: first, ...discovery } : hosts.length > 1 ? { endpoints: [...hosts], ...discovery } : { endpoint: first };
  const settings = Object.fromEntries(Object.entries({ ...target, ...common }).filter(([, value]) => value !== undefined));
  return new Client(settings as unknown as Settings, tls ? secure(tlsCAFile) : { insecure: true }, credentials ?? undefined);
}

function secure(caFile: string | undefined): ChannelCredentialOptions {
  if (caFile === undefined) return { insecure: false };
  try {
    return { insecure: false, rootCertificate: readFileSync(caFile) };
  } catch (error) {
    throw new EventStoreUnavailable(`The file of tlsCAFile cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}
