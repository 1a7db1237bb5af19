import { SingleBar } from 'cli-progress';
import type { Clock } from '../../kernel/clock.js';
import { progressLine, progressNumbers } from './progress-line.js';

export interface Progress {
  begin(phase: string): void;
  at(share: number): void;
  events(count: number): void;
  end(): void;
}

export const silentProgress: Progress = { begin: () => undefined, at: () => undefined, events: () => undefined, end: () => undefined };

const STEPS = 1000;
const LINE_EVERY_SHARE = 0.1;

/** A bar on a terminal. */
export function barProgress(clock: Clock, stream: NodeJS.WritableStream): Progress {
  const bar = new SingleBar({
    format: '{phase} {bar} {percentage}%  {numbers}',
    stream,
    hideCursor: true,
    clearOnComplete: false,
    etaBuffer: 1,
    fps: 5,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
  });
  return measured(clock, {
    begin: (phase) => bar.start(STEPS, 0, { phase, numbers: '' }),
    show: (state) => bar.update(Math.round(Math.min(1, state.share) * STEPS), { numbers: progressNumbers(state) }),
    end: () => bar.stop(),
  });
}

/** A line for every tenth, where the output is a file or a pipe. */
export function lineProgress(clock: Clock, write: (line: string) => void): Progress {
  let next = 0;
  return measured(clock, {
    begin: () => (next = LINE_EVERY_SHARE),
    show: (state) => {
      if (state.share < next) return;
      write(progressLine(state));
      while (next <= state.share) next += LINE_EVERY_SHARE;
    },
    end: () => undefined,
  });
}

interface View {
  begin(phase: string): void;
  show(state: { phase: string; share: number; events: number; elapsedMs: number }): void;
  end(): void;
}

function measured(clock: Clock, view: View): Progress {
  let state = { phase: '', share: 0, events: 0, sinceMs: 0 };
  return {
    begin(phase) {
      state = { phase, share: 0, events: 0, sinceMs: clock.nowMs() };
      view.begin(phase);
    },
    at(share) {
      state.share = share;
      view.show({ ...state, elapsedMs: clock.nowMs() - state.sinceMs });
    },
    events(count) {
      state.events = count;
    },
    end() {
      this.at(1);
      view.end();
    },
  };
}
