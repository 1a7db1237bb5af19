import { Logger } from '@nestjs/common';
import { Command } from 'commander';
import { createApp, type RunningApp } from './app.main.js';
import { ReadModelInUse } from './efficiency/read-model/facts.js';
import { takeFirstSteps } from './demo/first-steps.main.js';
import type { LoadedKeys } from './platform/auth/load-access-keys.js';
import { type AppConfig, ConfigError, readConfig } from './platform/config.js';
import { stop } from './platform/shutdown.js';

export interface ServeOptions {
  readonly demo: boolean;
}

const ENVIRONMENT = `
Environment variables (defaults in brackets):
  KEYRING [file: keys.sqlite in DATA_DIR; else https://host:port]   KEYRING_SECRET_FILE [keyring-secret in DATA_DIR]   KEYRING_CA_FILE
  DATA_DIR [./data]   READ_MODEL_DIR [read-model in DATA_DIR]   PORT [3000]   HOST [127.0.0.1; loopback only]   HALL_ID [hall]
  CATALOGUE [catalogue/default.yaml; empty for none]   NODE_ENV [development]   LOG_LEVEL [info]
  DUCKDB_MEMORY_MB [200]   BODY_BYTES_MAX [8388608]   BATCH_EVENTS_MAX [1000]   POSITION_WAIT_MS [5000]   WHAT_IF_RUNNING_MAX [1]   WHAT_IF_MS_MAX [1800000]   DRAIN_MS   SHUTDOWN_MS_MAX [10000]   WARNINGS_EVERY_MS [10000; 0 for no warnings]
  OTEL_EXPORTER_OTLP_ENDPOINT [none: no traces]   OTEL_TRACES_SAMPLER_ARG [1]
  TERMINAL_KEY, ANALYST_KEY, SUPERVISOR_KEY, ADMINISTRATOR_KEY as name:secret [made at the first start]`;

/** Reads arguments and environment, starts the service and stops it on SIGTERM or SIGINT. Sets the process's exit code. */
export async function serve(argv: readonly string[]): Promise<void> {
  const program = new Command('service-efficiency-tracker')
    .description('Records a service hall’s events and answers processing time, buck-passing and timeliness over GraphQL.')
    .option('--demo', 'load the demo hall, then serve it', false)
    .addHelpText('after', ENVIRONMENT)
    .parse(argv);
  try {
    const config = readConfig(process.env);
    const running = await createApp(config);
    await running.app.listen(config.port, config.host);
    stopOnSignals(running, config);
    const url = await running.app.getUrl();
    announce(config, url, running.keys);
    if (config.environment === 'development' || program.opts<ServeOptions>().demo) await firstSteps(running, config, url, program.opts<ServeOptions>());
  } catch (error) {
    console.error(sentenceFor(error) ?? error);
    process.exit(1);
  }
}

/** What an operator can mend gets its sentence; anything else is a defect and gets its stack. */
function sentenceFor(error: unknown): string | null {
  if (error instanceof ConfigError || error instanceof ReadModelInUse) return error.message;
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return 'The port is taken by another program: set PORT to a free one. 端口已被占用，请用 PORT 指定其他端口。';
  return null;
}

function firstSteps({ app, keys }: RunningApp, { defaultHallId: hallId }: AppConfig, url: string, { demo }: ServeOptions): Promise<void> {
  const analystSecret = secretOf(keys, 'analyst');
  return takeFirstSteps({ app, url, analystSecret, hallId, demo, say: (text) => console.log(text) });
}

const secretOf = ({ keys }: LoadedKeys, role: string): string => keys.find((key) => key.role === role)?.secret ?? '';

function stopOnSignals({ app, lifecycle }: RunningApp, config: AppConfig): void {
  const logger = new Logger('Shutdown');
  let stopping = false;
  const onSignal = (): void => {
    // The second signal means it.
    if (stopping) process.exit(1);
    stopping = true;
    const stoppable = { server: app.getHttpServer(), lifecycle, config, closeModules: () => app.close(), say: (text: string) => logger.log(text) };
    void stop(stoppable).then((code) => process.exit(code));
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

function announce(config: AppConfig, url: string, loaded: LoadedKeys): void {
  const { file } = loaded;
  const lines = [`Events:   POST ${url}/events`, `GraphQL:  ${url}/graphql`, `Health:   ${url}/health/ready`];
  if (file !== null) lines.push(`Keys:     ${file}`);
  if (config.environment === 'development') {
    const auth = `-H 'Authorization: Bearer ${secretOf(loaded, 'analyst')}'`;
    lines.push(`GraphiQL: ${url}/graphiql`, '', 'Try it:', `  curl ${url}/graphql ${auth} -H 'Content-Type: application/json' -d '{"query":"{ viewer { principal role } }"}'`);
  }
  console.log(`\n${lines.join('\n')}\n`);
}
