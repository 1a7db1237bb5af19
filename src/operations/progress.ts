import { SingleBar } from 'cli-progress';

/** Shown while something long goes on: one phase after the other. */
export interface Progress {
  begin(phase: string): void;
  /** @param share of the phase that is done, 0 to 1; `units` so far, for the rate. */
  at(share: number, units?: number): void;
  end(): void;
}

export const silentProgress: Progress = { begin: () => undefined, at: () => undefined, end: () => undefined };

const STEPS = 1000;
const clamp = (share: number): number => Math.min(1, Math.max(0, share));
const rate = (units: number, elapsedMs: number): string => (units === 0 ? '' : `${Math.round((units * 1000) / Math.max(1, elapsedMs))}/s`);

/** A bar on a terminal. */
export function barProgress(nowMs: () => number, stream: NodeJS.WritableStream): Progress {
  const bar = new SingleBar({ format: '{phase} {bar} {percentage}%  {rate}  {eta_formatted} left', stream, hideCursor: true, fps: 5, barsize: 30 });
  let sinceMs = 0;
  return {
    begin: (phase) => {
      sinceMs = nowMs();
      bar.start(STEPS, 0, { phase, rate: '' });
    },
    at: (share, units = 0) => bar.update(Math.round(clamp(share) * STEPS), { rate: rate(units, nowMs() - sinceMs) }),
    end: () => {
      bar.update(STEPS);
      bar.stop();
    },
  };
}

/** A line for every tenth, where the output is a file or a pipe. */
export function lineProgress(nowMs: () => number, write: (line: string) => void): Progress {
  let phase = '';
  let sinceMs = 0;
  let nextTenth = 1;
  const show = (share: number, units: number): void => {
    const tenth = Math.floor(clamp(share) * 10);
    if (tenth < nextTenth) return;
    nextTenth = tenth + 1;
    write(`${phase} ${tenth * 10}%  ${rate(units, nowMs() - sinceMs)}`.trimEnd());
  };
  return {
    begin: (name) => {
      phase = name;
      sinceMs = nowMs();
      nextTenth = 1;
    },
    at: (share, units = 0) => show(share, units),
    end: () => show(1, 0),
  };
}
