import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs } from '../../kernel/backoff.js';
import { GroupedVault } from '../grouped.vault.js';
import type { KeyOperation, KeyOutcome } from '../key-operations.js';
import { operationsText, readOutcomes } from '../key-wire.js';
import type { KeyServerAddress } from '../keyring-address.js';
import { KeysUnavailable } from '../keyring.js';
import { Exchange, type Exchanged } from './exchange.js';

const GROUPS_AT_ONCE = 4;

export interface HttpVaultTimes {
  /** Of a call, with everything that is tried again in it. */
  readonly callMsMax: number;
  /** Of one attempt. */
  readonly attemptMsMax: number;
  readonly backoffFirstMs: number;
  readonly backoffMsMax: number;
}
export const TIMES: HttpVaultTimes = { callMsMax: 5_000, attemptMsMax: 2_000, backoffFirstMs: 50, backoffMsMax: 1_000 };

/** Keys on a key server. Every operation may happen twice with the same outcome, so what had no answer is sent again. */
export class HttpVault extends GroupedVault {
  private readonly exchange: Exchange;

  constructor(
    private readonly address: KeyServerAddress,
    private readonly times: HttpVaultTimes = TIMES,
  ) {
    super({ title: `The key server at ${address.origin}`, groupsAtOnce: GROUPS_AT_ONCE, callMsMax: times.callMsMax });
    this.exchange = new Exchange(address);
  }

  protected override async answer(operations: readonly KeyOperation[]): Promise<readonly KeyOutcome[]> {
    const { callMsMax, attemptMsMax, backoffFirstMs, backoffMsMax } = this.times;
    const body = operationsText(operations);
    const endMs = performance.now() + callMsMax;
    let failure: KeysUnavailable | null = null;
    for (let failures = 0; ; failures += 1) {
      const leftMs = endMs - performance.now();
      const exchanged = await this.attempt(body, leftMs);
      if (!(exchanged instanceof Error)) return this.outcomesOf(exchanged, operations);
      // An attempt cut short by the end of the call says less than the one before it.
      if (failure === null || leftMs >= attemptMsMax) failure = exchanged;
      const waitMs = backoffMs(failures, backoffFirstMs, backoffMsMax, Math.random());
      if (performance.now() + waitMs >= endMs) throw failure;
      await sleep(waitMs);
    }
  }

  protected override async release(): Promise<void> {
    this.exchange.close();
  }

  /** @returns the failure, where another attempt can help. @throws KeysUnavailable where none can. */
  private async attempt(body: string, leftMs: number): Promise<Exchanged | KeysUnavailable> {
    const { origin } = this.address;
    try {
      const exchanged = await this.exchange.post(
        body,
        AbortSignal.timeout(Math.max(1, Math.ceil(Math.min(this.times.attemptMsMax, leftMs)))),
      );
      const busy = exchanged.status >= 500 || exchanged.status === 408 || exchanged.status === 429;
      return busy ? new KeysUnavailable(`The key server at ${origin} answered ${exchanged.status}`) : exchanged;
    } catch (error) {
      if (isDistrust(error))
        throw new KeysUnavailable(
          `The certificate of ${origin} is not trusted (${codeOf(error)}): see KEYRING_CA_FILE. 不信任密钥服务的证书。`,
          'KEYRING_NOT_TRUSTED',
          { cause: error },
        );
      return new KeysUnavailable(`The key server at ${origin} did not answer: ${codeOf(error)}`, 'KEYRING_NO_ANSWER', { cause: error });
    }
  }

  private outcomesOf({ status, text }: Exchanged, operations: readonly KeyOperation[]): readonly KeyOutcome[] {
    const { origin } = this.address;
    if (status === 401)
      throw new KeysUnavailable(
        `The key server at ${origin} refuses the secret: KEYRING_SECRET_FILE must hold the server's own. 密钥服务拒绝了口令，请使用服务器的口令文件。`,
        'KEYRING_SECRET_REFUSED',
      );
    const outcomes = status === 200 ? readOutcomes(parsed(text), operations) : null;
    if (outcomes === null)
      throw new KeysUnavailable(`What answers at ${origin} (${status}) is no key server of this version`, 'KEYRING_ANSWER_WRONG');
    return outcomes;
  }
}

/** TLS's own refusals: the same server would be refused again. */
const isDistrust = (error: unknown): boolean => /CERT|SELF_SIGNED|UNABLE_TO|^ERR_TLS_|^ERR_SSL_/.test(codeOf(error));
const codeOf = (error: unknown): string => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : error;
  return code === 'ABORT_ERR' ? 'silence' : String(code);
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
