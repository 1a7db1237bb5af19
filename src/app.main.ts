import { Logger as NestLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { AppModule, type AppParts } from './app.module.js';
import type { Clock } from './kernel/clock.js';
import { TerminalAuthenticator } from './identity/application/terminal-authenticator.js';
import { KeyFileRefused } from './identity/tokens/key-file.js';
import { type Identity, openIdentity } from './identity/tokens/open-identity.js';
import { SYSTEM_CLOCK } from './platform/clock.module.js';
import { type AppConfig, ConfigError } from './platform/config.js';
import { AllowedMethods } from './platform/http/allowed-methods.js';
import { createHttpAdapter } from './platform/http/http-adapter.js';
import { Lifecycle } from './platform/lifecycle.js';
import type { TraceSettings } from './platform/tracing/trace-settings.js';
import { Telemetry } from './platform/telemetry/telemetry.js';
import { QuietStartLogger } from './platform/quiet-start-logger.js';

export interface RunningApp {
  readonly app: NestFastifyApplication;
  readonly identity: Identity;
  readonly lifecycle: Lifecycle;
}

/** The whole service, wired and not yet listening. @throws ConfigError when the keys cannot be read. */
export async function createApp(config: AppConfig, options: Pick<AppParts, 'writeSide' | 'telemetry'> = {}): Promise<RunningApp> {
  const identity = identityOf(config, options.writeSide?.clock);
  const clock = options.writeSide?.clock ?? SYSTEM_CLOCK;
  const authenticator = new TerminalAuthenticator(identity.authenticator, clock);
  const allowed = new AllowedMethods();
  const lifecycle = new Lifecycle();
  const telemetry = options.telemetry ?? (await openTelemetry(config.traces));
  const adapter = createHttpAdapter({ config, authenticator, allowed, lifecycle, clock });
  telemetry.watchServer(adapter.getInstance());
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot({ config, allowed, lifecycle, authenticator, ...options, telemetry }), adapter, {
    bodyParser: false,
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(new QuietStartLogger(app.get(Logger)));
  app.flushLogs();
  return { app, identity, lifecycle };
}

function identityOf({ tokens }: AppConfig, clock: Clock = SYSTEM_CLOCK): Identity {
  const logger = new NestLogger('Identity');
  try {
    return openIdentity(tokens, clock, (text) => logger.warn(text));
  } catch (error) {
    throw error instanceof KeyFileRefused ? new ConfigError(error.message) : error;
  }
}

/** The tracing libraries are loaded only where traces are sent: they are a good part of a start. */
async function openTelemetry(traces: TraceSettings): Promise<Telemetry> {
  if (traces.endpoint === null) return new Telemetry();
  const { openTracing } = await import('./platform/tracing/open-tracing.js');
  return new Telemetry((told) => openTracing(traces, told));
}
