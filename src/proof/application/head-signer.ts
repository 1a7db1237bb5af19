import type { Position } from '../../event-store/event-store.port.js';
import { type EpochMs, toIso } from '../../kernel/instant.js';
import { TREE_HEAD, type TreeHead, type UnsignedHead } from '../domain/head.js';
import { faultOfHead, HEAD_FAULTS } from '../domain/judge-head.js';
import { verifyConsistency } from '../domain/merkle.js';
import type { PublishedKey } from '../domain/signing-keys.js';
import type { HeadsArchive } from './heads-archive.js';
import { ProofRefused } from './proof-refused.js';
import type { ProofTree } from './proof-tree.js';
import type { StatementSigner } from './statement-signer.js';
import { type HeadsPage, TreeHeads } from './tree-heads.js';

export const COVERING_WAIT_MS = 5_000;
/** Another replica may have signed a larger tree than this one has followed so far. */
const GROW_WAIT_MS = 5_000;

export interface HeadSignerParts {
  readonly tree: ProofTree;
  readonly archive: HeadsArchive;
  readonly signer: StatementSigner;
  readonly nowMs: () => EpochMs;
  /** How long a tree that is smaller than the last head may take to grow; default 5 s. */
  readonly growWaitMs?: number | undefined;
  readonly onSigned: (head: TreeHead) => void;
  /** Whether the log continues what was signed, each time it was looked. */
  readonly onChecked: (fault: ProofRefused | null) => void;
}

/** Signs the tree as it stands, one head after the other, if it continues the last one. */
export class HeadSigner extends TreeHeads {
  private turn: Promise<unknown> = Promise.resolve();
  /** The largest that this process has seen: a file that has lost it is not believed. */
  private largest: TreeHead | null = null;

  constructor(private readonly parts: HeadSignerParts) {
    super();
  }

  override latest(): Promise<TreeHead | null> {
    return this.parts.archive.latest();
  }

  override page(first: number, before: number | null): Promise<HeadsPage> {
    return this.parts.archive.page(first, before);
  }

  override count(): Promise<number> {
    return this.parts.archive.count();
  }

  override keys(): Promise<readonly PublishedKey[]> {
    return this.parts.signer.keys();
  }

  override async headCovering(position: Position, waitMs = COVERING_WAIT_MS): Promise<TreeHead> {
    await this.parts.tree.reach(position, waitMs);
    return this.inTurn(async () => {
      const last = await this.checked();
      return last !== null && BigInt(last.position) >= position ? last : this.signAfter(last);
    });
  }

  /** A head over everything in the tree; the last one again when it is that already. @throws ProofRefused */
  sign(): Promise<TreeHead> {
    return this.inTurn(async () => {
      const last = await this.checked();
      return last !== null && last.treeSize === this.parts.tree.size ? last : this.signAfter(last);
    });
  }

  /** Looks whether the log continues the last head, and signs nothing. @throws ProofRefused */
  check(): Promise<TreeHead | null> {
    return this.inTurn(() => this.checked());
  }

  private async signAfter(last: TreeHead | null): Promise<TreeHead> {
    const { tree, signer, archive, nowMs, onSigned } = this.parts;
    const treeSize = tree.size;
    if (treeSize === 0) throw new ProofRefused('PROOF_EMPTY');
    const [root, first, position] = [await tree.rootAt(treeSize), await tree.rootAt(1), await tree.positionOf(treeSize - 1)];
    if (last !== null && !verifyConsistency(stateOf(last), { size: treeSize, root }, await tree.consistency(last.treeSize, treeSize))) throw inconsistent('the proof of consistency fails');
    const unsigned: UnsignedHead = {
      version: 1, logId: first.toString('hex'), treeSize, rootHash: root.toString('hex'), position: position.toString(), at: toIso(nowMs()),
    };
    const head = await signer.sign(TREE_HEAD, { ...unsigned });
    await archive.append(head);
    this.largest = head;
    onSigned(head);
    return head;
  }

  /** The last head, if the tree continues it. */
  private async checked(): Promise<TreeHead | null> {
    const { archive, tree, onChecked } = this.parts;
    try {
      const last = await archive.latest();
      if (this.largest !== null && (last === null || last.treeSize < this.largest.treeSize)) throw new ProofRefused('PROOF_HEADS', 'heads.jsonl has lost heads that were in it');
      if (last !== null) await this.holdAgainst(last);
      if (tree.fault !== null) throw tree.fault;
      this.largest = last;
      onChecked(null);
      return last;
    } catch (error) {
      if (error instanceof ProofRefused) onChecked(error);
      throw error;
    }
  }

  private async holdAgainst(last: TreeHead): Promise<void> {
    const { tree, signer, growWaitMs = GROW_WAIT_MS } = this.parts;
    const fault = faultOfHead(last, await signer.keys(), null);
    // What a key signed before it was revoked is still what the log was: only what was forged is refused here.
    if (fault === 'KEY_UNKNOWN' || fault === 'SIGNATURE') throw new ProofRefused('PROOF_HEADS', `the last head: ${HEAD_FAULTS[fault].en}`);
    await tree.grow(last.treeSize, growWaitMs).catch((error: unknown) => {
      throw error instanceof ProofRefused && error.code === 'PROOF_BEHIND' && tree.caughtUp ? inconsistent(`the log has ${tree.size} events, and had ${last.treeSize}`) : error;
    });
    if ((await tree.rootAt(1)).toString('hex') !== last.logId) throw inconsistent('it is another log');
    if ((await tree.rootAt(last.treeSize)).toString('hex') !== last.rootHash) throw inconsistent(`its first ${last.treeSize} events are other ones than at ${last.at}`);
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work, work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }
}

const stateOf = ({ treeSize, rootHash }: TreeHead) => ({ size: treeSize, root: Buffer.from(rootHash, 'hex') });
const inconsistent = (detail: string): ProofRefused => new ProofRefused('PROOF_INCONSISTENT', detail);
