import { type DynamicModule, Module } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';

export const SYSTEM_CLOCK: Clock = { nowMs: () => Date.now() };

/** The one place where the time of day comes from. */
@Module({})
export class ClockModule {
  static forRoot(clock: Clock = SYSTEM_CLOCK): DynamicModule {
    return { module: ClockModule, global: true, providers: [{ provide: Clock, useValue: clock }], exports: [Clock] };
  }
}
