import { type DynamicModule, Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { MetricsController } from '../metrics/metrics.controller.js';
import { Metrics } from '../metrics/metrics.js';
import { CommandWatch } from './command-watch.js';
import { Telemetry } from './telemetry.js';

/** `GET /metrics`, and what the doors need to count and trace commands. */
@Global()
@Module({})
export class TelemetryModule implements OnApplicationShutdown {
  constructor(private readonly telemetry: Telemetry) {}

  static forRoot(telemetry: Telemetry): DynamicModule {
    return {
      module: TelemetryModule,
      controllers: [MetricsController],
      providers: [
        { provide: Telemetry, useValue: telemetry },
        { provide: Metrics, useValue: telemetry.metrics },
        { provide: CommandWatch, useValue: telemetry.commands },
      ],
      exports: [CommandWatch, Metrics, Telemetry],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.telemetry.tracing?.close();
  }
}
