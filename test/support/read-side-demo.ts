import { tell, yearOptions } from '../unit/demo/demo-year.js';
import { loadDemo } from '../../src/demo/load-demo.js';
import type { SimulatedRequest } from '../../src/demo/plan.js';
import { HandClock, type ReadSide, startReadSide } from './read-side.js';

/** A year of the demo hall, fixed by its seed. */
export interface DemoYear {
  readonly seed: number;
  readonly requestsPerYear: number;
}
export const DEMO_NOW_MS = yearOptions.untilMs;
export const DEMO_NOW = new Date(DEMO_NOW_MS).toISOString();

export const planOf = ({ seed, requestsPerYear }: DemoYear, untilMs = DEMO_NOW_MS): readonly SimulatedRequest[] => tell(seed, { requestsPerYear, untilMs });

/** The service over a demo year that was recorded through its write side. */
export async function startDemo(year: DemoYear, dataDir?: string): Promise<ReadSide> {
  const side = await startReadSide({ clock: new HandClock(DEMO_NOW_MS), ...(dataDir === undefined ? {} : { dataDir }) });
  await loadDemo(side.bus, { ...year, until: DEMO_NOW_MS, hallId: 'hall', from: yearOptions.from });
  await side.readModel.caughtUp();
  return side;
}
