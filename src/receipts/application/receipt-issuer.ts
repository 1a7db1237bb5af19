import { Inject, Injectable } from '@nestjs/common';
import { digestOf } from '../../event-store/audit-hash.js';
import { EventStore, type JsonObject, type RecordedEvent } from '../../event-store/event-store.port.js';
import { Clock } from '../../kernel/clock.js';
import { toIso } from '../../kernel/instant.js';
import { ProofRefused } from '../../proof/application/proof-refused.js';
import { ProofTree } from '../../proof/application/proof-tree.js';
import { StatementSigner } from '../../proof/application/statement-signer.js';
import { TreeHeads } from '../../proof/application/tree-heads.js';
import type { TreeHead } from '../../proof/domain/head.js';
import type { PublishedKey } from '../../proof/domain/signing-keys.js';
import { streamOf } from '../../service-request/domain/events.js';
import { type ProvenEvent, RECEIPT_KIND, RECEIPT_SEAL, type Receipt, type UnsealedReceipt } from '../domain/receipt.js';

/** How long the tree, and another replica's larger tree, may take to get there. */
export const RECEIPT_WAIT_MS = 5_000;

export type IssuedReceipt = Receipt<TreeHead, PublishedKey>;

/** Makes the receipt of one request: its events as recorded, each with its way to the signed root. */
@Injectable()
export class ReceiptIssuer {
  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(ProofTree) private readonly tree: ProofTree,
    @Inject(TreeHeads) private readonly heads: TreeHeads,
    @Inject(StatementSigner) private readonly signer: StatementSigner,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Null for a request that was never received. @throws ProofRefused, EventStoreUnavailable */
  async issue(hallId: string, requestId: string, waitMs = RECEIPT_WAIT_MS): Promise<IssuedReceipt | null> {
    const stream = streamOf(hallId, requestId);
    const last = (await this.eventsOf(stream)).at(-1);
    if (last === undefined) return null;
    const head = await this.heads.headCovering(last.position, waitMs);
    const upTo = BigInt(head.position);
    await this.tree.reach(upTo, waitMs);
    // Read again: what came before the head was signed belongs to it, also where it came after the first look.
    const events = (await this.eventsOf(stream)).filter(({ position }) => position <= upTo);
    const proven: ProvenEvent[] = [];
    for (const event of events) proven.push(await this.proven(event, head));
    const unsealed: UnsealedReceipt<TreeHead, PublishedKey> = {
      version: 1, kind: RECEIPT_KIND, hallId, requestId, issuedAt: toIso(this.clock.nowMs()), head, keys: await this.heads.keys(), events: proven,
    };
    const digest = digestOf(unsealed as unknown as JsonObject);
    return { ...unsealed, seal: await this.signer.sign(RECEIPT_SEAL, { digest }) };
  }

  private async proven({ stream, revision, position, id, type, data, metadata, unreadable }: RecordedEvent, head: TreeHead): Promise<ProvenEvent> {
    const leafIndex = await this.tree.indexOf(position);
    if (leafIndex === null || unreadable !== undefined) throw new ProofRefused('PROOF_LOG_BROKEN', `position ${position}`);
    const proof = (await this.tree.inclusion(leafIndex, head.treeSize)).map((hash) => hash.toString('hex'));
    return { stream, revision: String(revision), position: String(position), id, type, data, metadata, leafIndex, proof };
  }

  private async eventsOf(stream: string): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const event of this.store.readStream(stream)) events.push(event);
    return events;
  }
}
