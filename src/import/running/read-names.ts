import { collectNames, type Names } from '../preparing/collect-names.js';
import { readLog } from '../reading/read-log.js';
import type { ImportRun } from './import-run.js';

/** A first pass over the file, with its progress. @throws ImportError */
export async function readNames({ file, mapping, progress, signal }: ImportRun): Promise<Names> {
  progress.begin('reading names');
  const names = await collectNames(readLog(file, mapping, { gather: false, onProgress: (share) => progress.at(share) }), mapping, signal);
  progress.end();
  return names;
}
