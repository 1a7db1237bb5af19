import { Args, Query, Resolver } from '@nestjs/graphql';
import { Roles } from '../../platform/auth/roles.decorator.js';
import { ProofRefused } from '../application/proof-refused.js';
import { ProofTree } from '../application/proof-tree.js';
import { TreeHeads } from '../application/tree-heads.js';
import { fingerprintOf } from '../domain/signature.js';
import type { PublishedKey } from '../domain/signing-keys.js';
import { ConsistencyProof, ConsistencyProofArgs, type SigningKey, TreeHeadConnection, TreeHeadObject, TreeHeadsArgs } from './tree-heads.type.js';

/** What an auditor takes along to compare with later. */
@Resolver(() => TreeHeadObject)
export class TreeHeadsResolver {
  constructor(
    private readonly heads: TreeHeads,
    private readonly tree: ProofTree,
  ) {}

  @Query(() => TreeHeadConnection, { description: 'The signed heads of the log, the newest first, with the keys they are checked by (签名树头).' })
  @Roles('supervisor', 'administrator')
  async treeHeads(@Args() { first, after }: TreeHeadsArgs): Promise<TreeHeadConnection> {
    const { heads, hasMore } = await this.heads.page(first, after == null ? null : Number(after)).catch(asRange);
    const edges = heads.map(({ place, head }) => ({ cursor: String(place), node: head }));
    return { edges, totalCount: await this.heads.count(), pageInfo: { hasNextPage: hasMore, endCursor: edges.at(-1)?.cursor ?? null }, keys: (await this.heads.keys()).map(keyOf) };
  }

  @Query(() => TreeHeadObject, { nullable: true, description: 'The signed head over the largest tree; null before the first (最新树头).' })
  @Roles('supervisor', 'administrator')
  latestTreeHead(): Promise<TreeHeadObject | null> {
    return this.heads.latest();
  }

  @Query(() => ConsistencyProof, { description: 'That the log as it was at one size is the beginning of the log at another (一致性证明).' })
  @Roles('supervisor', 'administrator')
  async consistencyProof(@Args() { from, to }: ConsistencyProofArgs): Promise<ConsistencyProof> {
    const { tree } = this;
    if (from < 1 || from > to || to > tree.size) throw new ProofRefused('PROOF_RANGE');
    const [fromRoot, toRoot, path] = [await tree.rootAt(from), await tree.rootAt(to), await tree.consistency(from, to)];
    return { from, to, fromRoot: fromRoot.toString('hex'), toRoot: toRoot.toString('hex'), path: path.map((hash) => hash.toString('hex')) };
  }
}

function asRange(error: unknown): never {
  throw error instanceof RangeError ? new ProofRefused('PROOF_CURSOR') : error;
}

const keyOf = ({ keyId, publicKey, from, until, revokedAt }: PublishedKey): SigningKey =>
  ({ keyId, publicKey, fingerprint: fingerprintOf(publicKey), from, until, revokedAt: revokedAt ?? null });
