import type { EventStore } from '../event-store/event-store.port.js';
import { HeadSigner } from './application/head-signer.js';
import { HeadNeed } from './application/head-need.js';
import { ProofRefused } from './application/proof-refused.js';
import type { StatementSigner } from './application/statement-signer.js';
import { TreeFollower } from './application/tree-follower.js';
import type { TreeHead } from './domain/head.js';
import { HeadsFile } from './heads/heads-file.js';
import { Webhook } from './heads/webhook.js';
import { ProofHealth, type ProofStatus } from './proof-health.js';
import { TreeFiles } from './tree-files/tree-files.js';

/** How long the last head at a stop may wait for the tree. */
const LAST_HEAD_WAIT_MS = 2_000;

interface Gauge {
  set(value: number): void;
}
export interface ProofParts {
  readonly store: EventStore;
  readonly keys: StatementSigner;
  readonly metrics: { readonly proofTreeSize: Gauge; readonly proofHeadSize: Gauge; readonly proofUp: Gauge; readonly proofUnsentBytes: Gauge };
  readonly auditDir: string;
  readonly treeFolder: string;
  readonly webhook: string | null;
  readonly nowMs: () => number;
  readonly growWaitMs?: number;
  readonly say: (line: string) => void;
  readonly onError: (error: unknown) => void;
}

/** The tree, the heads and where they go, put together. */
export class ProofService extends ProofHealth {
  readonly tree: TreeFollower;
  readonly heads: HeadSigner;
  private readonly need: HeadNeed;
  private readonly webhook: Webhook | null;
  private fault: ProofRefused | null = null;
  private last: TreeHead | null = null;
  private unsentBytes: number | null = null;
  private checked: Promise<unknown> | null = null;

  constructor(private readonly parts: ProofParts) {
    super();
    const { store, keys, metrics, auditDir, treeFolder, webhook, nowMs, onError } = parts;
    const archive = new HeadsFile(auditDir);
    this.tree = new TreeFollower({
      store, onError, open: () => TreeFiles.open(treeFolder),
      onProgress: (size, caughtUp) => {
        metrics.proofTreeSize.set(size);
        if (caughtUp) this.checked ??= this.heads.check().then((head) => { this.last ??= head; }, (error: unknown) => this.known(error));
      },
    });
    this.heads = new HeadSigner({ archive, signer: keys, tree: this.tree, nowMs, growWaitMs: parts.growWaitMs, onSigned: (head) => this.signed(head), onChecked: (fault) => this.judged(fault) });
    this.need = new HeadNeed(store, archive);
    this.webhook = webhook === null ? null : new Webhook({
      url: webhook, heads: archive, folder: auditDir, onError,
      onLag: (bytes) => { this.unsentBytes = bytes; metrics.proofUnsentBytes.set(bytes); },
    });
    metrics.proofUp.set(1);
  }

  start(): void {
    this.tree.start();
    this.webhook?.start();
  }

  async stop(): Promise<void> {
    await this.webhook?.stop();
    await this.tree.stop();
    await this.checked;
  }

  needed(): Promise<boolean> {
    return this.need.look();
  }

  /** A refusal is told by health and logged when it is new; the timer goes on. */
  async signIfItCan(): Promise<void> {
    try {
      const head = await this.parts.store.head();
      if (head !== null) await this.tree.settle(head, LAST_HEAD_WAIT_MS);
      await this.heads.sign();
    } catch (error) {
      this.known(error);
    }
  }

  /** So that what was recorded up to a stop is covered. */
  async signLast(): Promise<void> {
    try {
      if (await this.needed()) await this.signIfItCan();
    } catch (error) {
      this.parts.onError(error);
    }
  }

  override status(): ProofStatus {
    const fault = this.tree.fault ?? this.fault;
    return {
      fault: fault?.code ?? null, detail: fault?.detail ?? '', treeSize: this.tree.size,
      headSize: this.last?.treeSize ?? 0, headAt: this.last?.at ?? null, unsentBytes: this.unsentBytes,
    };
  }

  private signed(head: TreeHead): void {
    this.last = head;
    this.parts.metrics.proofHeadSize.set(head.treeSize);
    this.parts.say(`${JSON.stringify({ treeHead: head })}\n`);
    this.webhook?.poke();
  }

  private judged(fault: ProofRefused | null): void {
    const isNew = fault !== null && !fault.isLike(this.fault);
    // Behind is no fault: it mends itself.
    this.fault = fault?.code === 'PROOF_BEHIND' ? this.fault : fault;
    this.parts.metrics.proofUp.set(this.fault === null ? 1 : 0);
    if (isNew && fault.code !== 'PROOF_BEHIND') this.parts.onError(fault);
  }

  private known(error: unknown): void {
    if (!(error instanceof ProofRefused)) this.parts.onError(error);
    else if (error.code === 'PROOF_KEYS' || error.code === 'PROOF_HEADS') this.judged(error);
  }
}
