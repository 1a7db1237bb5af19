import { join } from 'node:path';
import { compileSources } from '../compile-sources.js';

/** Compiles the embedded store for processes that jest does not run. @returns its file. */
export const compileStore = (folder: string): string =>
  join(compileSources(folder, /^event-store\/(sqlite\/)?[^/]+(?<!\.module)\.ts$/), 'event-store/sqlite/sqlite.event-store.js');
