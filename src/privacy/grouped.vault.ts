import { GROUP_MAX, type KeyOperation, type KeyOutcome, NAME_CHARACTERS_MAX, PENDING_MAX } from './key-operations.js';
import type { KeyVault, VaultKey } from './key-vault.js';
import { KeysUnavailable } from './keyring.js';

interface Pending {
  readonly operation: KeyOperation;
  readonly resolve: (outcome: KeyOutcome) => void;
  readonly reject: (error: unknown) => void;
}

export interface Grouping {
  /** For sentences: 'The key file'. */
  readonly title: string;
  readonly groupsAtOnce: number;
  /** How long one call may take, the wait for its turn included; null: as long as the groups take. */
  readonly callMsMax: number | null;
}

/** What asks in the same moment, or while others are under way, goes together: many new applicants at once cost one commit. */
export abstract class GroupedVault implements KeyVault {
  private readonly waiting = new Set<Pending>();
  private underWay = 0;
  private planned = false;
  private closed = false;
  private onIdle: () => void = () => undefined;

  constructor(private readonly grouping: Grouping) {}

  /** One outcome for each operation (1 to GROUP_MAX), in their order. @throws KeysUnavailable */
  protected abstract answer(operations: readonly KeyOperation[]): Promise<readonly KeyOutcome[]>;
  /** Lets go of what it holds; nothing is under way any more. */
  protected abstract release(): Promise<void>;

  async find(subject: string): Promise<VaultKey> {
    const key = await this.ask({ kind: 'find', name: subject });
    if (key === null) throw new KeysUnavailable(`${this.grouping.title} kept no key`);
    return key;
  }

  lookup(subject: string): Promise<VaultKey | null> {
    return this.ask({ kind: 'lookup', name: subject });
  }

  load(keyId: string): Promise<VaultKey | null> {
    return this.ask({ kind: 'load', name: keyId });
  }

  async erase(keyId: string): Promise<void> {
    await this.ask({ kind: 'erase', name: keyId });
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.underWay > 0 || this.waiting.size > 0) await new Promise<void>((resolve) => (this.onIdle = resolve));
    await this.release();
  }

  private ask(operation: KeyOperation): Promise<KeyOutcome> {
    const { title, callMsMax } = this.grouping;
    if (this.closed) return Promise.reject(new KeysUnavailable(`${title} is closed`));
    if (this.waiting.size >= PENDING_MAX) return Promise.reject(new KeysUnavailable(`More than ${PENDING_MAX} keys are asked for`));
    if (operation.name.length > NAME_CHARACTERS_MAX)
      return Promise.reject(new RangeError(`A name has at most ${NAME_CHARACTERS_MAX} characters`));
    return new Promise((resolve, reject) => {
      const timer = callMsMax === null ? undefined : setTimeout(() => this.giveUp(pending), callMsMax);
      const settling =
        <Value>(settle: (value: Value) => void) =>
        (value: Value): void => {
          clearTimeout(timer);
          settle(value);
        };
      const pending: Pending = { operation, resolve: settling(resolve), reject: settling(reject) };
      this.waiting.add(pending);
      this.plan();
    });
  }

  /** At the end of this turn of the event loop, so that what is asked in it goes together. */
  private plan(): void {
    if (this.planned) return;
    this.planned = true;
    queueMicrotask(() => {
      this.planned = false;
      this.send();
    });
  }

  private send(): void {
    while (this.underWay < this.grouping.groupsAtOnce && this.waiting.size > 0) {
      this.underWay += 1;
      void this.run(this.takeGroup());
    }
    if (this.underWay === 0) this.onIdle();
  }

  private takeGroup(): readonly Pending[] {
    const group: Pending[] = [];
    for (const pending of this.waiting) {
      if (group.length >= GROUP_MAX) break;
      this.waiting.delete(pending);
      group.push(pending);
    }
    return group;
  }

  private async run(group: readonly Pending[]): Promise<void> {
    try {
      const outcomes = await this.answer(group.map(({ operation }) => operation));
      group.forEach(({ resolve }, index) => resolve(outcomes[index] ?? null));
    } catch (error) {
      for (const { reject } of group) reject(error);
    } finally {
      this.underWay -= 1;
      this.send();
    }
  }

  private giveUp(pending: Pending): void {
    this.waiting.delete(pending);
    pending.reject(new KeysUnavailable(`${this.grouping.title} did not answer within ${this.grouping.callMsMax} ms`));
    this.plan();
  }
}
