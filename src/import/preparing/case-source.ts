import type { ImportMapping } from '../mapping/mapping.js';
import { readLog } from '../reading/read-log.js';
import { collectNames, type Names } from './collect-names.js';
import { interpretStates, readyBatches, type ReadyBatches } from './ready-case.js';

/** Hears how much of the work of reading is done, from 0 to 1. */
export type OnShare = (share: number) => void;

/** A log file as an import asks for it: first its names, then its cases. Both throw ImportError. */
export interface CaseSource {
  /** The departments, officers and service items it names; those so far once `signal` aborts. */
  names(onShare: OnShare, signal: AbortSignal): Promise<Names>;
  cases(onShare: OnShare): ReadyBatches;
  close(): Promise<void>;
}

/** Reads in the thread it is asked in. */
export class CasesReadHere implements CaseSource {
  constructor(
    private readonly file: string,
    private readonly mapping: ImportMapping,
  ) {}

  names(onShare: OnShare, signal: AbortSignal): Promise<Names> {
    return collectNames(readLog(this.file, this.mapping, { gather: false, onProgress: onShare }), this.mapping, signal);
  }

  cases(onShare: OnShare): ReadyBatches {
    return readyBatches(this.mapping, interpretStates(this.mapping), readLog(this.file, this.mapping, { onProgress: onShare }));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
