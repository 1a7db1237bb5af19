import type { Row } from '../../efficiency/projections/facts.js';
import type { RequestHistory } from '../../efficiency/projections/history.js';
import type { FigureRow } from './figure-row.js';
import { HOT_POTATO_MS, isRawBuckPass } from './transfer-rows.js';
import { durationText, type Words } from './words.js';

type Transfer = Row<'transfers'>;

/** What a figure sees in a transfer or a refusal. */
export function describeTransfer({ figure }: FigureRow, transfer: Transfer, history: RequestHistory): Words {
  const { fromDepartment, toDepartment, revision, isRefusal } = transfer;
  const what = isRefusal === true
    ? { en: `refusal ${fromDepartment}→${toDepartment} at revision ${revision}`, zh: `第 ${revision} 号事件退回 ${fromDepartment}→${toDepartment}` }
    : { en: `transfer ${fromDepartment}→${toDepartment} at revision ${revision}`, zh: `第 ${revision} 号事件流转 ${fromDepartment}→${toDepartment}` };
  const why = whyOf(figure, transfer, history);
  return why === null ? what : { en: `${what.en}: ${why.en}`, zh: `${what.zh}：${why.zh}` };
}

function whyOf(figure: string, transfer: Transfer, history: RequestHistory): Words | null {
  switch (figure) {
    case 'PLANNED_TRANSFERS':
      return routeWords(transfer, history);
    case 'BUCK_PASSES_BEFORE_RULINGS':
      return buckPassWords(transfer, history);
    case 'BUCK_PASSES':
      return ruledWords(transfer, history);
    case 'RETURNS':
    case 'REVISITS':
      return { en: `${transfer.toDepartment} had held it before`, zh: `${transfer.toDepartment} 此前持有过` };
    case 'PING_PONGS':
      return { en: 'straight back to where it came from', zh: '径直退回来处' };
    case 'HOT_POTATOES':
      return {
        en: `off the route after ${durationText(transfer.heldMs!)} of working time, less than ${durationText(HOT_POTATO_MS)}, and no progress recorded`,
        zh: `未按流程，仅持有工作时间 ${durationText(transfer.heldMs!)}（不足 ${durationText(HOT_POTATO_MS)}）且无办理记录`,
      };
    default:
      return null;
  }
}

function routeWords(transfer: Transfer, { pinned }: RequestHistory): Words {
  const route = pinned.route.join('>');
  if (pinned.route.length === 0) return { en: 'the service item had no route at the receipt, so nothing is planned', zh: '收件时该事项没有流程，任何流转均非计划内' };
  const planned = transfer.planned === true;
  return {
    en: `${planned ? '' : 'not '}neighbours on the route ${route} (service item version ${pinned.serviceItemVersion}, pinned at the receipt)`,
    zh: `在流程 ${route} 上${planned ? '' : '不'}相邻（收件时固定的事项第 ${pinned.serviceItemVersion} 版）`,
  };
}

function buckPassWords(transfer: Transfer, history: RequestHistory): Words {
  if (transfer.isRefusal === true) return { en: 'a refusal is a buck-pass of who refuses', zh: '退回计为退回方的推诿' };
  return routeWords(transfer, history);
}

/** After rulings; the last one on a transfer counts. */
function ruledWords(transfer: Transfer, history: RequestHistory): Words {
  const raw = buckPassWords(transfer, history);
  const ruling = history.rulings.findLast(({ hopRevision }) => hopRevision === transfer.revision);
  if (ruling === undefined) return raw;
  const counts = isRawBuckPass(transfer) ? raw : { en: `${raw.en}, and yet`, zh: `${raw.zh}，但` };
  return { en: `${counts.en} ruled ${ruling.verdict} at revision ${ruling.revision}`, zh: `${counts.zh}第 ${ruling.revision} 号事件裁定为 ${ruling.verdict}` };
}
