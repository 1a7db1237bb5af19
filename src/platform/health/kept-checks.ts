import { Inject, Injectable, Optional } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { EventStore } from '../../event-store/event-store.port.js';
import { ProofHealth } from '../../proof/proof-health.js';
import { Keyring, KeysUnavailable } from '../../privacy/keyring.js';

const STORE_ANSWER_MS_MAX = 2000;
const KEYRING_ANSWER_MS_MAX = 2000;

/** Whether what keeps events and keys answers, and what proves the events still can. */
@Injectable()
export class KeptChecks {
  constructor(
    private readonly indicators: HealthIndicatorService,
    @Optional() @Inject(EventStore) private readonly store: EventStore | null,
    @Optional() @Inject(Keyring) private readonly keyring: Keyring | null,
    @Optional() @Inject(ProofHealth) private readonly proof: ProofHealth | null,
  ) {}

  async checkStore() {
    const indicator = this.indicators.check('eventStore');
    if (this.store === null) return indicator.down({ reason: 'no store' });
    try {
      const head = await withTimeout(this.store.head(), STORE_ANSWER_MS_MAX);
      return indicator.up({ head: head?.toString() ?? null });
    } catch {
      return indicator.down({ reason: 'no answer' });
    }
  }

  /** Without its keys it takes no command with a text, nor knows a resend of one again. */
  async checkKeyring() {
    const indicator = this.indicators.check('keyring');
    if (this.keyring === null) return indicator.up({ reason: 'no keys in this process' });
    try {
      await withTimeout(this.keyring.checkAnswers(), KEYRING_ANSWER_MS_MAX);
      return indicator.up();
    } catch (error) {
      return indicator.down({ reason: error instanceof KeysUnavailable ? error.code : 'no answer' });
    }
  }

  /** Whether the log continues what was signed. A webhook that takes nothing is told, and is no reason to stop. */
  checkProof() {
    const indicator = this.indicators.check('proof');
    if (this.proof === null) return indicator.up({ reason: 'no proof in this process' });
    const { fault, detail, ...status } = this.proof.status();
    return fault === null ? indicator.up(status) : indicator.down({ reason: fault, detail, ...status });
  }
}

async function withTimeout<T>(answer: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), ms);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
