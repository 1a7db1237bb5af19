export const PROOF_REFUSALS = {
  PROOF_BEHIND: {
    en: 'The tree of the log has not got as far yet. Ask again in a moment.',
    zh: '日志证明树尚未跟上，请稍后重试。',
  },
  PROOF_INCONSISTENT: {
    en: 'The log does not continue what was signed before: nothing is signed any more. Run npm run audit:verify.',
    zh: '日志与先前签署的树头不一致，已停止签署。请运行 npm run audit:verify。',
  },
  PROOF_LOG_BROKEN: {
    en: 'An event of the log is not what its hash says: nothing behind it is proven. Run npm run audit:verify.',
    zh: '日志中有事件与其散列值不符，其后不再给出证明。请运行 npm run audit:verify。',
  },
  PROOF_KEYS: {
    en: 'The signing keys in AUDIT_DIR cannot be used: they are damaged, open to others (chmod 600), or the folder cannot be written.',
    zh: 'AUDIT_DIR 中的签名密钥无法使用：已损坏、对他人可读（须 chmod 600），或目录不可写。',
  },
  PROOF_HEADS: {
    en: 'heads.jsonl in AUDIT_DIR cannot be read or written, or is damaged. Put it back from a copy.',
    zh: 'AUDIT_DIR 中的 heads.jsonl 无法读写或已损坏，请以副本恢复。',
  },
  PROOF_EMPTY: { en: 'The log has no event yet: there is nothing to prove.', zh: '日志尚无事件，无可证明。' },
  PROOF_RANGE: {
    en: 'from and to are sizes of the tree: 1 or more, from no larger than to, to no larger than the tree is.',
    zh: 'from 与 to 为树的大小：至少为 1，from 不大于 to，to 不大于当前树的大小。',
  },
  PROOF_CURSOR: { en: 'after takes the cursor of an edge of the same list.', zh: 'after 须为同一列表中某条边的游标。' },
} as const;
/** Another question helps; the others, waiting or an operator. */
const UNASKABLE: readonly string[] = ['PROOF_RANGE', 'PROOF_CURSOR', 'PROOF_EMPTY'];
export type ProofRefusalCode = keyof typeof PROOF_REFUSALS;

/** No proof can be given now; the sentences say why and what to do, to whoever asked. */
export class ProofRefused extends Error {
  override readonly name = 'ProofRefused';
  readonly statusCode: number;
  readonly extensions: { readonly code: ProofRefusalCode; readonly messageZh: string };

  constructor(
    readonly code: ProofRefusalCode,
    /** For the operator, in health and log: names a position or a file, never a value. */
    readonly detail = '',
  ) {
    const { en, zh } = PROOF_REFUSALS[code];
    super(`${en} ${zh}`);
    this.statusCode = UNASKABLE.includes(code) ? 422 : 503;
    this.extensions = { code, messageZh: zh };
  }

  get zh(): string {
    return PROOF_REFUSALS[this.code].zh;
  }

  isLike(other: unknown): boolean {
    return other instanceof ProofRefused && other.code === this.code && other.detail === this.detail;
  }
}
