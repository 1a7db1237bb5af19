import { demoTime } from '../../../src/demo/demo-calendar.js';
import type { SimulatedRequest } from '../../../src/demo/plan.js';
import { simulate, type SimulationOptions } from '../../../src/demo/simulate.js';

export const time = demoTime();

/** A fixed year, so that nothing here depends on today. */
export const yearOptions: SimulationOptions = {
  hallId: 'hall', from: '2025-11-01', untilMs: Date.parse('2026-11-20T07:00:00.000Z'), requestsPerYear: 4000, time,
};

export const tell = (seed: number, change: Partial<SimulationOptions> = {}): readonly SimulatedRequest[] =>
  [...simulate(seed, { ...yearOptions, ...change })];
