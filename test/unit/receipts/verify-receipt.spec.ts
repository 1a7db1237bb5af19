import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { isConsistent, proofLength, reportOf, rootFrom, verifyReceipt } from '../../../verifier/verify-receipt.mjs';
import { runSeed } from '../../support/event-store/random.js';
import { FORGERIES } from '../../support/receipts/forgeries.js';
import { AT, consistencyOf, headOf, type Json, leafOf, newSigner, pathOf, rootOf, sealed, sha256, signedHead, trueReceipt } from '../../support/receipts/forge.js';
import { rotated } from '../../support/receipts/rotated.js';

const source = readFileSync(join(import.meta.dirname, '../../../verifier/verify-receipt.mjs'), 'utf8');
const verdictOf = async (receipt: Json, options = {}) => (await verifyReceipt(typeof receipt === 'string' ? receipt : JSON.stringify(receipt), options)).code;
const leaves = Array.from({ length: 70 }, (_, index) => sha256(Buffer.of(index)));
const hexOf = (size: number) => ({ treeSize: size, rootHash: rootOf(leaves.slice(0, size)).toString('hex') });

describe('The verifier', () => {
  it('is one file that imports nothing but what reads a file from the command line', () => {
    expect(source.match(/^\s*(import|export)\b[^(\n]*\bfrom\b/gm)).toBeNull();
    expect(source.match(/\bimport\s*\(([^)]*)\)/g)).toEqual(["import('node:fs/promises')"]);
    expect(source).not.toMatch(/\brequire\s*\(|createRequire|getBuiltinModule|\bfetch\s*\(|XMLHttpRequest/);
  });

  it('accepts true receipts in trees of every size from 1 to 70, and says in two languages what they prove', async () => {
    const signer = newSigner();
    for (let size = 1; size <= 70; size += 1) {
      const places = [...new Set([0, Math.floor(size / 3), Math.floor(size / 2), size - 1])].sort((a, b) => a - b).slice(size % 2 === 0 ? 0 : -2);
      const { receipt } = trueReceipt(size, places, signer);
      expect([size, await verdictOf(receipt, { key: signer.publicKey, logId: receipt.head.logId })]).toEqual([size, 'OK']);
    }
  });

  it('reads a receipt however it is laid out', async () => {
    const { receipt } = trueReceipt(5, [1, 2]);
    expect(await verdictOf(JSON.stringify(receipt, null, 2))).toBe('OK');
  });

  it('proves every leaf and every older tree of all sizes, and nothing else', async () => {
    for (let size = 1; size <= 70; size += 3) {
      const [tree, root] = [leaves.slice(0, size), rootOf(leaves.slice(0, size))];
      for (const leaf of new Set([0, 1, Math.floor(size / 2), size - 2, size - 1].filter((one) => one >= 0 && one < size))) {
        const path = pathOf(leaf, tree).map((one) => Buffer.from(one, 'hex'));
        expect(path).toHaveLength(proofLength(leaf, size));
        expect(Buffer.from((await rootFrom(tree[leaf]!, leaf, size, path))!)).toEqual(root);
        expect(await isConsistent(hexOf(leaf + 1), hexOf(size), consistencyOf(leaf + 1, tree))).toBe(true);
        expect(await isConsistent({ ...hexOf(leaf + 1), rootHash: root.toString('hex').replace(/^./, (sign) => (sign === '0' ? '1' : '0')) }, hexOf(size), consistencyOf(leaf + 1, tree))).toBe(false);
      }
    }
  });

  it('says what is not proven: whose key and log it is where they are not given, and that nothing came after', async () => {
    const { receipt, signer } = trueReceipt(9, [2, 5, 6]);
    const bare = await verifyReceipt(JSON.stringify(receipt));
    const pinned = await verifyReceipt(JSON.stringify(receipt), { key: signer.keyId, logId: receipt.head.logId });
    const fingerprint = sha256(Buffer.from(signer.publicKey, 'base64')).toString('hex');
    expect(reportOf(bare)).toMatch(new RegExp(`GENUINE 真实有效[^]*first 3 of request hall\\.2026-017[^]*前 3 个事件[^]*fingerprint with the published one: ${fingerprint}[^]*no further event[^]*exactly 3[^]*规划科`));
    expect(reportOf(pinned)).not.toContain('fingerprint with');
    expect(reportOf(pinned)).toContain('the key that you trust');
    expect(pinned.notProven.map(({ en }) => en).join()).toContain('no further event');
  });

  it.each(FORGERIES.map((one) => [one.name, one] as const))('rejects: %s', async (_name, { forge, code, says, options }) => {
    const truth = trueReceipt(11, [2, 4, 5, 9]);
    expect(await verdictOf(truth.receipt, options?.({ ...truth, receipt: truth.receipt }) ?? {}).then((found) => (options === undefined ? found : 'OK'))).toBe('OK');
    const forged = forge(truth);
    const result = await verifyReceipt(typeof forged === 'string' ? forged : JSON.stringify(forged), options?.(truth) ?? {});
    expect([result.code, result.verdict !== 'ok', reportOf(result)]).toEqual([code, true, expect.stringMatching(says)]);
    expect(result.zh).toMatch(/[\u4e00-\u9fff]/);
  });

  it('knows at least twelve kinds of forgery, most of them with a message of their own', () => {
    expect(FORGERIES.length).toBeGreaterThan(25);
    expect(new Set(FORGERIES.map(({ code }) => code)).size).toBeGreaterThan(18);
  });

  it(`rejects a receipt with any one byte changed (SEED=${runSeed})`, async () => {
    const text = JSON.stringify(trueReceipt(6, [1, 3]).receipt);
    const bytes = Buffer.from(text);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const changed = Buffer.from(bytes);
        changed[at] = changed[at]! ^ flip;
        expect(await verdictOf(changed.toString('utf8'))).not.toBe('OK');
      }),
      { seed: runSeed, numRuns: 400 },
    );
  });

  it('finds a log that was rewritten by a head that was kept, and accepts one that only grew', async () => {
    const { receipt, leaves: tree, signer } = trueReceipt(11, [2, 4]);
    const kept = headOf(tree.slice(0, 7), signer);
    const proof = consistencyOf(7, tree);
    expect(await verdictOf(receipt, { olderHead: kept, consistency: { proof } })).toBe('OK');
    expect(reportOf(await verifyReceipt(JSON.stringify(receipt), { olderHead: kept, consistency: proof }))).toContain('nothing of the shorter one was rewritten');
    const rewritten = signedHead({ ...kept, rootHash: rootOf(leaves.slice(0, 7)).toString('hex') }, signer);
    expect(await verdictOf(receipt, { olderHead: rewritten, consistency: proof })).toBe('NOT_CONSISTENT');
    expect(await verdictOf(receipt, { olderHead: kept, consistency: proof.slice(1) })).toBe('NOT_CONSISTENT');
    expect(await verdictOf(receipt, { olderHead: signedHead({ ...kept, logId: 'a'.repeat(64) }, signer), consistency: proof })).toBe('OLD_HEAD_OTHER_LOG');
    expect(await verdictOf(receipt, { olderHead: { ...kept, treeSize: 6 }, consistency: proof })).toBe('OLD_HEAD_SIGNATURE');
    const split = signedHead({ ...receipt.head, rootHash: rootOf(leaves.slice(0, 11)).toString('hex') }, signer);
    expect(await verdictOf(receipt, { olderHead: split, consistency: [] })).toBe('NOT_CONSISTENT');
  });

  it('takes the whole answer of consistencyProof, and says of a file that is no head or no proof that it cannot check, not that the receipt is false', async () => {
    const { receipt, leaves: tree, signer } = trueReceipt(11, [2, 4]);
    const kept = headOf(tree.slice(0, 7), signer);
    const path = consistencyOf(7, tree);
    expect(await verdictOf(receipt, { olderHead: kept, consistency: { data: { consistencyProof: { path } } } })).toBe('OK');
    for (const consistency of ['none', {}, { data: null }, { errors: [] }, [...path, 'x']]) {
      expect(await verifyReceipt(JSON.stringify(receipt), { olderHead: kept, consistency })).toMatchObject({ verdict: 'unreadable', code: 'NOT_A_PROOF' });
    }
    for (const olderHead of ['none', null, [], { data: { latestTreeHead: kept } }, { ...kept, rootHash: 'x' }]) {
      expect(await verifyReceipt(JSON.stringify(receipt), { olderHead, consistency: path })).toMatchObject({ verdict: 'unreadable', code: 'NOT_A_HEAD' });
    }
  });

  it('trusts the keys that a trusted key signed, in their time, and none that was revoked', async () => {
    const { receipt, first, second } = rotated();
    expect(await verdictOf(receipt, { key: first.keyId })).toBe('OK');
    expect(await verdictOf(receipt, { key: second.publicKey })).toBe('OK');
    expect(await verdictOf(receipt, { key: newSigner().keyId })).toBe('OTHER_KEY');
    expect(await verdictOf(rotated({ unsigned: true }).receipt)).toBe('KEY_ORDER');
    expect(await verdictOf(rotated({ headBy: 'first' }).receipt)).toBe('KEY_TIME');
    const old = rotated({ headBy: 'first', at: '2026-01-15T00:00:00.000Z' });
    expect(await verdictOf(old.receipt, { key: old.second.keyId })).toBe('OTHER_KEY');
    expect(await verdictOf(old.receipt, { key: old.first.keyId })).toBe('OK');
    expect(await verdictOf(rotated({ headBy: 'first', at: '2026-01-15T00:00:00.000Z', revokedAt: '2026-01-10T00:00:00.000Z' }).receipt)).toBe('KEY_REVOKED');
    expect(await verdictOf(rotated({ headBy: 'first', at: '2026-01-15T00:00:00.000Z', revokedAt: '2026-01-20T00:00:00.000Z' }).receipt)).toBe('OK');
  });

  it('does not believe a receipt from the future, by more than clocks differ', async () => {
    const { receipt, signer } = trueReceipt(3, [1]);
    const atMs = Date.parse(AT);
    expect(await verdictOf(sealed(receipt, signer), { nowMs: atMs - 300_000 })).toBe('OK');
    expect(await verdictOf(sealed(receipt, signer), { nowMs: atMs - 300_001 })).toBe('IN_FUTURE');
  });

  it('writes nothing to the reader’s terminal but text', async () => {
    const { receipt } = trueReceipt(3, [1]);
    const result = await verifyReceipt(JSON.stringify({ ...receipt, '\u001b[2J\u202e': 1 }));
    expect(reportOf(result)).toMatch(/u\{1b\}\[2J/);
    expect(reportOf(result)).not.toMatch(/[\u001b\u202e]/);
    expect(leafOf('00')).toHaveLength(32);
  });
});
