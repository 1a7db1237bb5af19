import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprintOf, publicKeyOf } from '../../src/proof/domain/signature.js';
import { headOf, isSignedBy } from '../../src/proof/domain/head.js';
import { verifyConsistency } from '../../src/proof/domain/merkle.js';
import { TreeHeads } from '../../src/proof/application/tree-heads.js';
import { ProofTree } from '../../src/proof/application/proof-tree.js';
import { AppConfig } from '../../src/platform/config.js';
import { postStructured, receipt } from '../support/hall/events.js';
import { useHall } from '../support/hall/use-hall.js';

const HEADS = `{ treeHeads { totalCount edges { node { version logId treeSize rootHash position at keyId signature } } keys { keyId publicKey fingerprint revokedAt } } }`;

describe('heads of the log over GraphQL', () => {
  const hall = useHall();
  const covering = async () => {
    const position = await hall().store.head();
    if (position === null) throw new Error('The log is empty');
    return hall().running.app.get(TreeHeads).headCovering(position, 30_000);
  };

  it('are signed when a receipt asks, kept outside the data, and told with the keys they are checked by', async () => {
    const head = await covering();
    const { body } = await hall().graphql('supervisor', HEADS);
    expect(body.errors).toBeUndefined();
    const { totalCount, edges, keys } = body.data.treeHeads;
    expect(totalCount).toBe(1);
    const told = headOf(edges[0].node);
    expect(told.head).toEqual(head);
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatchObject({ keyId: head.keyId, fingerprint: fingerprintOf(keys[0].publicKey), revokedAt: null });
    expect(isSignedBy(head, publicKeyOf(keys[0].publicKey))).toBe(true);
    const { proof } = hall().running.app.get(AppConfig);
    expect(JSON.parse(readFileSync(join(proof.auditDir, 'heads.jsonl'), 'utf8').trim())).toEqual(head);
    expect(existsSync(join(proof.auditDir, 'signing-keys.json'))).toBe(true);
  });

  it('are consistent as the log grows: the proof leads from one to the next', async () => {
    const before = await covering();
    expect((await postStructured(hall(), receipt('P-1'))).status).toBe(201);
    const after = await covering();
    expect(after.treeSize).toBeGreaterThan(before.treeSize);
    const query = `{ consistencyProof(from: ${before.treeSize}, to: ${after.treeSize}) { fromRoot toRoot path } latestTreeHead { treeSize } }`;
    const { body } = await hall().graphql('administrator', query);
    const { fromRoot, toRoot, path } = body.data.consistencyProof;
    expect([fromRoot, toRoot, body.data.latestTreeHead.treeSize]).toEqual([before.rootHash, after.rootHash, after.treeSize]);
    const state = (size: number, root: string) => ({ size, root: Buffer.from(root, 'hex') });
    const hashes = path.map((hash: string) => Buffer.from(hash, 'hex'));
    expect(verifyConsistency(state(before.treeSize, fromRoot), state(after.treeSize, toRoot), hashes)).toBe(true);
  });

  it('refuse sizes that the tree has not, and cursors that are none', async () => {
    const { size } = hall().running.app.get(ProofTree);
    for (const sizes of ['from: 0, to: 1', 'from: 2, to: 1', `from: 1, to: ${size + 1}`]) {
      const { body } = await hall().graphql('supervisor', `{ consistencyProof(${sizes}) { path } }`);
      expect(body.errors[0].extensions.code).toBe('PROOF_RANGE');
    }
    const { body } = await hall().graphql('supervisor', '{ treeHeads(after: "7") { pageInfo { endCursor } } }');
    expect(body.errors[0].extensions.code).toBe('PROOF_CURSOR');
  });

  it('are not for analysts, nor for terminals', async () => {
    for (const role of ['analyst', 'terminal'] as const)
      expect((await hall().graphql(role, '{ latestTreeHead { treeSize } }')).body.errors[0].extensions.code).toBe('FORBIDDEN');
  });

  it('are told by health', async () => {
    const { body } = await hall().request('/health/ready');
    expect(body.info.proof).toMatchObject({ status: 'up', treeSize: expect.any(Number), headSize: expect.any(Number), unsentBytes: null });
  });
});
