import type { EventStoreDbAddress } from '../event-store-address.js';
import { classifyFailure } from './classify-failure.js';
import { type Client, createClient, type Credentials } from './client.js';
import type { EventStoreDbOptions } from './options.js';
import { pause } from './within.js';

/** Never sent without TLS; given with every append, they choose the client's way of one call for each. */
const PLACEHOLDER: Credentials = { username: 'nobody', password: 'nothing' };

/** Holds the client and replaces it where it would not recover by itself. Calls tell it how they went. */
export class Connection {
  readonly credentials: Credentials;
  private now: Client;
  private failures = 0;
  private readonly retired = new Set<Promise<void>>();
  private readonly closing = new AbortController();

  constructor(
    private readonly address: EventStoreDbAddress,
    private readonly options: Pick<EventStoreDbOptions, 'failuresMax' | 'appendMs'>,
    private readonly create: (address: EventStoreDbAddress) => Client = createClient,
  ) {
    this.credentials = address.credentials ?? PLACEHOLDER;
    this.now = create(address);
  }

  get client(): Client {
    return this.now;
  }

  succeeded(client: Client): void {
    if (client === this.now) this.failures = 0;
  }

  failed(client: Client, error: unknown): void {
    if (client !== this.now || this.closing.signal.aborted) return;
    const { kind } = classifyFailure(error);
    if (kind === 'internal' || kind === 'silent') this.failures += 1;
    if (kind !== 'undiscovered' && this.failures < this.options.failuresMax) return;
    this.failures = 0;
    this.now = this.create(this.address);
    this.retire(client);
  }

  async close(): Promise<void> {
    this.closing.abort();
    this.retire(this.now);
    await Promise.all(this.retired);
  }

  /** Appends under way on a replaced client may still come to their end. */
  private retire(client: Client): void {
    const gone = pause(this.options.appendMs, this.closing.signal)
      .then(() => client.closeDown())
      .catch(() => undefined)
      .finally(() => this.retired.delete(gone));
    this.retired.add(gone);
  }
}
