import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HistoryReads } from '../../audit/application/history-reads.js';
import type { EventStore } from '../../event-store/event-store.port.js';
import { type Actor, EVERYWHERE } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { interruption, stopIfAborted, usage } from '../../operations/exit-codes.js';
import { shareOf } from '../../operations/logs/page-log.js';
import type { Progress } from '../../operations/progress.js';
import { InMemoryVault } from '../../privacy/in-memory.vault.js';
import { VaultKeyring } from '../../privacy/vault-keyring.js';
import { HeadSigner } from '../../proof/application/head-signer.js';
import { TreeFollower } from '../../proof/application/tree-follower.js';
import { HeadsFile } from '../../proof/heads/heads-file.js';
import { KeyFile } from '../../proof/heads/key-file.js';
import { TreeFiles } from '../../proof/tree-files/tree-files.js';
import { type IssuedReceipt, ReceiptIssuer } from '../application/receipt-issuer.js';

/** A long log takes minutes to be read; nobody waits for it for a day. */
const READ_MS_MAX = 86_400_000;

export interface FromLog {
  readonly store: EventStore;
  readonly auditDir: string;
  readonly ids: { readonly hallId: string; readonly requestId: string };
  /** Who asks, for the record of the reading. */
  readonly principal: string;
  readonly correlationId: string;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/**
 * A receipt made on the machine of the log, whether the service runs or not: the log is read whole into a tree of its own.
 * The reading is recorded before anything is given out. @throws OperationEnded, ProofRefused, EventStoreUnavailable
 */
export async function receiptFromLog({ store, auditDir, ids, principal, correlationId, clock, progress, signal }: FromLog): Promise<IssuedReceipt> {
  const folder = mkdtempSync(join(tmpdir(), 'receipt-'));
  const nowMs = (): number => clock.nowMs();
  const end = (await store.head()) ?? 0n;
  let failure: unknown = null;
  const tree: TreeFollower = new TreeFollower({
    store, open: () => TreeFiles.open(folder), onError: (error) => (failure ??= error), onProgress: (size) => progress.at(shareOf(tree.position ?? 0n, end), size),
  });
  const signer = new KeyFile(auditDir, nowMs);
  const heads = new HeadSigner({ tree, archive: new HeadsFile(auditDir), signer, nowMs, onSigned: () => undefined, onChecked: () => undefined });
  const stop = (): void => void tree.stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    stopIfAborted(signal);
    progress.begin('reading 读取');
    tree.start();
    await tree.settle(end, READ_MS_MAX);
    stopIfAborted(signal);
    progress.end();
    const receipt = await new ReceiptIssuer(store, tree, heads, signer, clock).issue(ids.hallId, ids.requestId);
    if (receipt === null) throw usage('NO_SUCH_REQUEST', 'There is no such request in the log: name it as HALL.REQUEST.', '日志中没有该办件：请以“大厅.办件”指明。');
    const actor: Actor = { principal, role: 'administrator', scope: EVERYWHERE };
    await new HistoryReads(store, new VaultKeyring(new InMemoryVault()), clock).record({ ...ids, actor, through: 'RECEIPT', position: BigInt(receipt.head.position), correlationId });
    return receipt;
  } catch (error) {
    if (signal.aborted) throw interruption();
    throw failure ?? error;
  } finally {
    signal.removeEventListener('abort', stop);
    if (!signal.aborted) await tree.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
