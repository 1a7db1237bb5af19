import type { Recorded } from '../history/recorded.js';

export interface OpenSpans {
  /** Null where the receipt cannot be read. */
  readonly calendarId: string | null;
  readonly isOpenAt: (position: bigint) => boolean;
}

/** Between which positions a request was open: only then a change of its calendar changes anything. */
export function openSpans(own: readonly Recorded[]): OpenSpans {
  const turns: { readonly position: bigint; readonly open: boolean }[] = [];
  let calendarId: string | null = null;
  for (const { position, meaning } of own) {
    if (meaning.kind !== 'REQUEST') continue;
    const { type, data } = meaning.event;
    if (type === 'RequestReceived') calendarId = data.calendarId;
    if (type === 'RequestReceived' || type === 'RequestReopened') turns.push({ position, open: true });
    if (type === 'RequestCompleted' || type === 'RequestVoided') turns.push({ position, open: false });
  }
  return { calendarId, isOpenAt: (position) => turns.findLast((turn) => turn.position <= position)?.open ?? false };
}
