import type { Facts } from '../../efficiency/projections/facts.js';
import type { FigureRow } from './figure-row.js';
import { durationText, localText, type Words } from './words.js';

/** What supervision says of a request: ratings, rulings, reminders, warnings, rectifications. */
export function describeFollowUp(row: FigureRow, facts: Facts, zone: string): Words {
  switch (row.fact) {
    case 'reminders':
      return { en: 'it was reminded of while it held the request', zh: '持有期间被催办' };
    case 'ratings': {
      const { score, ratedAtMs } = facts.ratings[row.key]!;
      const at = localText(ratedAtMs!, zone);
      return { en: `rated ${score} on ${at}; a rating belongs to the period of its closure`, zh: `${at} 评价 ${score} 分；评价归入办结所在时段` };
    }
    case 'rulings': {
      const { verdict, hopRevision } = facts.rulings[row.key]!;
      return { en: `the transfer at revision ${hopRevision} was ruled ${verdict}`, zh: `第 ${hopRevision} 号流转被裁定为 ${verdict}` };
    }
    case 'warnings': {
      const { state, limitKind, turnedAtMs, dueMs } = facts.warnings[row.key]!;
      const [turned, due] = [localText(turnedAtMs!, zone), localText(dueMs!, zone)];
      return { en: `${state} since ${turned} against the ${limitKind} limit, due ${due}`, zh: `自 ${turned} 起为 ${state}（${limitKind}，到期 ${due}）` };
    }
    default:
      return describeRectification(row, facts, zone);
  }
}

function describeRectification({ figure, key, valueMs }: FigureRow, facts: Facts, zone: string): Words {
  const { dueMs } = facts.rectifications[key]!;
  const due = localText(dueMs!, zone);
  if (figure === 'RECTIFICATIONS_OPENED') return { en: `a bad rating asks for a rectification, due ${due}`, zh: `差评需整改，期限 ${due}` };
  if (figure === 'RECTIFICATION_TIME') return { en: `the rectification took ${durationText(valueMs ?? 0)} by the wall clock`, zh: `整改历时 ${durationText(valueMs ?? 0)}` };
  return figure === 'RECTIFICATIONS_DONE_ON_TIME' ? { en: `rectified by ${due}`, zh: `已在 ${due} 前整改` } : { en: `rectified after ${due}`, zh: `整改晚于 ${due}` };
}
