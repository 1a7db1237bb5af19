import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '../../event-store/event-store.port.js';
import { type AccessScope, coversHall } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { toIso } from '../../kernel/instant.js';
import { ProofTree } from '../../proof/application/proof-tree.js';
import { StatementSigner } from '../../proof/application/statement-signer.js';
import { TreeHeads } from '../../proof/application/tree-heads.js';
import type { TreeHead } from '../../proof/domain/head.js';
import type { Signed } from '../../proof/domain/signature.js';
import { CERTIFICATE, CERTIFICATE_KIND, type Certificate, REMAINS } from '../domain/certificate.js';
import { isKeyId } from '../domain/erasure-events.js';
import { ErasureStream } from './erasure-stream.js';

export type SignedCertificate = Signed<Certificate<TreeHead>>;

/** A person's texts stand in all departments' events: whoever is held to some cannot erase them. */
export const mayErase = (scope: AccessScope, hallId: string): boolean => coversHall(scope, hallId) && scope.departmentTrees === 'all';

/** What an erasure did, signed. The log is what it is made of, so it can be asked for again at any time. */
@Injectable()
export class ErasureCertificates {
  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(ProofTree) private readonly tree: ProofTree,
    @Inject(TreeHeads) private readonly heads: TreeHeads,
    @Inject(StatementSigner) private readonly signer: StatementSigner,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Null where nothing was erased, or not there. @throws ProofRefused */
  async of(scope: AccessScope, applicantKeyId: string): Promise<SignedCertificate | null> {
    const { requested, completed } = isKeyId(applicantKeyId) ? await ErasureStream.read(this.store, applicantKeyId) : { requested: null, completed: null };
    if (requested === null || completed === null || !mayErase(scope, requested.data.hallId)) return null;
    const head = await this.heads.headCovering(completed.position);
    const treeSize = await this.tree.indexOf(requested.position);
    const { hallId, reason } = requested.data;
    const { requests, texts, keys, firstPosition, lastPosition } = completed.data;
    const certificate: Certificate<TreeHead> = {
      version: 1, kind: CERTIFICATE_KIND, hallId, applicantKeyId, reason,
      requestedAt: requested.recordedAt, requestedBy: requested.principal, completedAt: completed.recordedAt, completedBy: completed.principal,
      requests, texts, keys, firstPosition, lastPosition,
      before: { position: String(requested.position), treeSize: treeSize ?? 0 }, completion: String(completed.position), after: head,
      remains: REMAINS, issuedAt: toIso(this.clock.nowMs()),
    };
    return this.signer.sign(CERTIFICATE, { ...certificate });
  }
}
