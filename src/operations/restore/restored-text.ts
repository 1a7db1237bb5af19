import type { Restored } from './restore-backup.js';

const NO_KEYS =
  'The backup has no keys: they are on a key server (KEYRING). If they are lost there too: npm run keys:restore. 备份不含密钥，密钥在密钥服务上；若那里也已丢失，请用 npm run keys:restore 恢复。';

/** What an operator must know after a restore. */
export function restoredText({ manifest: { events, takenAt, textsWithoutKey }, keys, before, lost, aside }: Restored, dataDir: string): string {
  const head = events.head ?? '-';
  return [
    `${dataDir}: restored ${events.count} events up to position ${head}, as of ${takenAt}; checked.`,
    `${dataDir}：已恢复 ${events.count} 个事件，直至位置 ${head}，时点 ${takenAt}；校验无误。`,
    ...lostLines(before.kind === 'log' && before.count > 0, lost, takenAt),
    ...keyLines(keys),
    ...(textsWithoutKey === null ? [NO_KEYS] : []),
    ...aside.map((file) => `Put aside 已移到一旁: ${file}`),
    'The figures are built again at the next start; remove the read model folders of other replicas. 读模型将在下次启动时重建；请删除其他副本的读模型目录。',
  ].join('\n');
}

function lostLines(replaced: boolean, lost: number | null, takenAt: string): string[] {
  if (lost !== null && replaced)
    return [`Lost: ${lost} events that were recorded after the backup; the log that holds them is put aside. 备份之后的 ${lost} 个事件不在其中，原日志已移到一旁。`];
  if (replaced) return ['The log that was in place is another one; it is put aside. 原有日志不是同一份，已移到一旁。'];
  return [`Lost: whatever was recorded after ${takenAt}; terminals may send it again. ${takenAt} 之后的记录已丢失，终端可以重发。`];
}

const keyLines = ({ erasedAgain, kept }: Restored['keys']): string[] => [
  ...(erasedAgain > 0 ? [`Erased again: ${erasedAgain} keys that were erased since the backup. 备份后已销毁的 ${erasedAgain} 个密钥已再次销毁。`] : []),
  ...(kept > 0 ? [`Kept: ${kept} keys that were made since the backup. 保留备份后产生的 ${kept} 个密钥。`] : []),
];
