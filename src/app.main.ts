import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { AppModule, type AppParts } from './app.module.js';
import { AccessKeys } from './platform/auth/access-keys.js';
import { loadAccessKeys, type LoadedKeys } from './platform/auth/load-access-keys.js';
import type { AppConfig } from './platform/config.js';
import { AllowedMethods } from './platform/http/allowed-methods.js';
import { createHttpAdapter } from './platform/http/http-adapter.js';
import { Lifecycle } from './platform/lifecycle.js';
import { openTracing } from './platform/tracing/open-tracing.js';
import { Telemetry } from './platform/telemetry/telemetry.js';
import { QuietStartLogger } from './platform/quiet-start-logger.js';

export interface RunningApp {
  readonly app: NestFastifyApplication;
  readonly keys: LoadedKeys;
  readonly lifecycle: Lifecycle;
}

/** The whole service, wired and not yet listening. @throws ConfigError when the keys cannot be read. */
export async function createApp(config: AppConfig, options: Pick<AppParts, 'writeSide' | 'telemetry'> = {}): Promise<RunningApp> {
  const keys = loadAccessKeys(config);
  const allowed = new AllowedMethods();
  const lifecycle = new Lifecycle();
  const telemetry = options.telemetry ?? new Telemetry((told) => openTracing(config.traces, told));
  const authenticator = new AccessKeys(keys.keys);
  const adapter = createHttpAdapter({ config, authenticator, allowed, lifecycle });
  telemetry.watchServer(adapter.getInstance());
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot({ config, allowed, lifecycle, authenticator, ...options, telemetry }), adapter, {
    bodyParser: false,
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(new QuietStartLogger(app.get(Logger)));
  app.flushLogs();
  return { app, keys, lifecycle };
}
