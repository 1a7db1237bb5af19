import { loadDemo } from '../../src/demo/load-demo.js';
import { HandClock, type ReadSide, startReadSide } from './read-side.js';
import { DEMO_NOW_MS, demoOptions, type DemoYear } from './recorded-demo.js';

export { DEMO_NOW, DEMO_NOW_MS, type DemoYear, planOf } from './recorded-demo.js';

/** The service over a demo year that was recorded through its write side. */
export async function startDemo(year: DemoYear, dataDir?: string): Promise<ReadSide> {
  const side = await startReadSide({ clock: new HandClock(DEMO_NOW_MS), ...(dataDir === undefined ? {} : { dataDir }) });
  await loadDemo(side.bus, demoOptions(year));
  await side.readModel.caughtUp();
  return side;
}
