import type { Position } from '../../event-store/event-store.port.js';

/** Something that is not as it was signed or recorded, in the words of both languages. */
export interface Finding {
  readonly code: FindingCode;
  /** The first bad place in the log, as far as it can be told; null for what is about a head or a key. */
  readonly position: Position | null;
  readonly en: string;
  readonly zh: string;
}

export type FindingCode =
  | 'BROKEN' | 'FOREIGN' | 'EDITED' | 'MISSING' | 'INSERTED' | 'REWRITTEN' | 'CUT' | 'OTHER_LOG'
  | 'HEAD_UNREADABLE' | 'HEAD_REFUSED' | 'SPLIT_VIEW';

/** Where something is to be looked for. */
export interface Place {
  readonly position: Position;
  /** Of the leaf. */
  readonly index: number;
  /** What stands there now; null for nothing. */
  readonly event: { readonly stream: string; readonly revision: bigint; readonly type: string } | null;
}

const eventEn = ({ event }: Place): string => (event === null ? '' : `, ${event.stream} revision ${event.revision} (${event.type})`);
const eventZh = ({ event }: Place): string => (event === null ? '' : `，流 ${event.stream} 版本 ${event.revision}（${event.type}）`);

const WHAT = {
  EDITED: { en: 'another event stands here than was signed', zh: '此处事件与签署时不同' },
  MISSING: { en: 'the event that was signed here is missing', zh: '签署时位于此处的事件已缺失' },
  INSERTED: { en: 'an event stands here that was not there when it was signed', zh: '此处事件在签署时并不存在' },
} as const;

export const exactly = (code: keyof typeof WHAT, place: Place): Finding => ({
  code, position: place.position,
  en: `position ${place.position}, leaf ${place.index}${eventEn(place)}: ${WHAT[code].en}`,
  zh: `位置 ${place.position}，第 ${place.index} 叶${eventZh(place)}：${WHAT[code].zh}`,
});

/** Between two heads, where the old leaves are not known any more. */
export const rewritten = (after: Place | null, until: Place, at: string): Finding => {
  const first = after === null ? 'the first event' : `after position ${after.position} (leaf ${after.index})`;
  const firstZh = after === null ? '首个事件' : `位置 ${after.position}（第 ${after.index} 叶）之后`;
  return {
    code: 'REWRITTEN', position: after === null ? null : after.position + 1n,
    en: `from ${first} up to position ${until.position} (leaf ${until.index}) something is not as it was signed at ${at}: an event was edited, taken out, put in or moved, and the chains were made to fit`,
    zh: `自${firstZh}至位置 ${until.position}（第 ${until.index} 叶），内容与 ${at} 签署时不一致：有事件被修改、删除、插入或移动，且散列链已被重算`,
  };
};

interface Short {
  /** Leaves there are, and leaves that were signed. */
  readonly index: number;
  readonly signed: number;
  readonly at: string;
}

/** The end is gone: everything that is there is as it was signed. */
export const cut = ({ index, signed, at, position, last }: Short & { readonly position: Position; readonly last: Position | null }): Finding => ({
  code: 'CUT', position,
  en: `position ${position}, leaf ${index}: the log ends before it, with position ${last ?? '-'}, and had ${signed} events at ${at}: the last ${signed - index} are cut off`,
  zh: `位置 ${position}，第 ${index} 叶：日志在此之前（位置 ${last ?? '-'}）即已结束，而 ${at} 签署时有 ${signed} 个事件：末尾 ${signed - index} 个已被截去`,
});

/** The same, where the old leaves are not known: the missing ones may have stood anywhere since the last head that holds. */
export const shortened = ({ index, signed, at, good }: Short & { readonly good: { readonly position: Position; readonly index: number } | null }): Finding => ({
  code: 'CUT', position: good === null ? null : good.position + 1n,
  en: `the log has ${index} events, and had ${signed} at ${at}: ${signed - index} are missing, at its end or anywhere after ${good === null ? 'its beginning' : `position ${good.position} (leaf ${good.index})`}`,
  zh: `日志现有 ${index} 个事件，而 ${at} 签署时有 ${signed} 个：缺少 ${signed - index} 个，位于末尾或${good === null ? '开头' : `位置 ${good.position}（第 ${good.index} 叶）`}之后`,
});

export const otherLog = (label: string, logId: string): Finding => ({
  code: 'OTHER_LOG', position: null,
  en: `${label}: the head is of another log (${logId.slice(0, 16)}…), or the first event of this one was changed`,
  zh: `${label}：树头属于另一日志（${logId.slice(0, 16)}…），或本日志首个事件已被更改`,
});

export const headUnreadable = (label: string, wrong: string): Finding => ({
  code: 'HEAD_UNREADABLE', position: null, en: `${label}: this is no head (${wrong})`, zh: `${label}：不是树头（${wrong}）`,
});

export const headRefused = (label: string, why: { readonly en: string; readonly zh: string }): Finding => ({
  code: 'HEAD_REFUSED', position: null, en: `${label}: the head does not count: ${why.en}`, zh: `${label}：树头无效：${why.zh}`,
});

export const splitView = (label: string, other: string, treeSize: number): Finding => ({
  code: 'SPLIT_VIEW', position: null,
  en: `${label} and ${other}: two heads over ${treeSize} events with different roots are both signed: somebody was shown another log`,
  zh: `${label} 与 ${other}：同为 ${treeSize} 个事件却有两个不同根且均有签名：有人被出示过另一份日志`,
});
