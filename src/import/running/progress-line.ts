export interface ProgressState {
  readonly phase: string;
  /** Done of the work of this phase, 0 to 1. */
  readonly share: number;
  readonly events: number;
  readonly elapsedMs: number;
}

const BAR_CHARACTERS = 30;

/** E.g. `recording ███░░░ 45%  12345 events  10200/s  00:05 left`. */
export function progressLine(state: ProgressState): string {
  const share = Math.min(1, Math.max(0, state.share));
  const full = Math.round(share * BAR_CHARACTERS);
  const bar = '█'.repeat(full) + '░'.repeat(BAR_CHARACTERS - full);
  return `${state.phase} ${bar} ${String(Math.floor(share * 100)).padStart(3)}%  ${progressNumbers(state)}`;
}

/** Events, rate and remaining time; the rest is taken to go as fast as what is done. */
export function progressNumbers({ share, events, elapsedMs }: ProgressState): string {
  const perSecond = elapsedMs > 0 ? Math.round((events * 1000) / elapsedMs) : 0;
  const left = share > 0 && elapsedMs > 0 ? clockTime((elapsedMs * (1 - Math.min(1, share))) / share) : '--:--';
  return `${events} events  ${perSecond}/s  ${left} left`;
}

function clockTime(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${two(minutes)}:${two(seconds % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}
