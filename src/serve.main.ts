import { Logger } from '@nestjs/common';
import { Command } from 'commander';
import { createApp, type RunningApp } from './app.main.js';
import { ReadModelInUse } from './efficiency/read-model/facts.js';
import { takeFirstSteps } from './demo/first-steps.main.js';
import { leftoverNote } from './identity/tokens/leftovers.js';
import { readyTokens, type ReadyTokens } from './identity/tokens/ready-tokens.js';
import type { Identity } from './identity/tokens/open-identity.js';
import { ROLES } from './kernel/actor.js';
import { type AppConfig, ConfigError, readConfig } from './platform/config.js';
import { renewCertificate } from './platform/http/tls.js';
import { stop } from './platform/shutdown.js';

export interface ServeOptions {
  readonly demo: boolean;
}

const ENVIRONMENT = `
Environment variables (defaults in brackets):
  KEYRING [file: keys.sqlite in DATA_DIR; else https://host:port]   KEYRING_SECRET_FILE [keyring-secret in DATA_DIR]   KEYRING_CA_FILE
  DATA_DIR [./data]   READ_MODEL_DIR [read-model in DATA_DIR]   PORT [3000]   HOST [127.0.0.1; another with one of the next line]   HALL_ID [hall]
  TLS_CERT_FILE, TLS_KEY_FILE [none: plain HTTP; SIGHUP reads them again]   TRUSTED_PROXY [none]   PLAIN_HTTP [refused]   ALLOWED_ORIGINS [none but its own]
  RATE_EVENTS_PER_MINUTE [1000]   RATE_GRAPHQL_PER_MINUTE [1200]   RATE_EXPORTS_PER_MINUTE [60]   RATE_OTHERS_PER_MINUTE [600]   RATE_FAILURES_PER_MINUTE [60]; 0 for no limit
  CLIENT_HEADERS_MS [10000]   CLIENT_REQUEST_MS [30000]   CLIENT_IDLE_MS [10000]
  GRAPHQL_OPERATIONS [operations]   GRAPHQL_PERSISTED_ONLY [false]   SUBSCRIPTION_HEARTBEAT_MS [12000]   RECTIFICATION_WORKING_DAYS [15]   EVENT_STORE [sqlite]
  CATALOGUE [catalogue/default.yaml; empty for none]   NODE_ENV [development]   LOG_LEVEL [info]
  DUCKDB_MEMORY_MB [200]   BODY_BYTES_MAX [8388608]   BATCH_EVENTS_MAX [1000]   POSITION_WAIT_MS [5000]   WHAT_IF_RUNNING_MAX [1]   WHAT_IF_MS_MAX [1800000]   DRAIN_MS   SHUTDOWN_MS_MAX [10000]   WARNINGS_EVERY_MS [10000; 0 for no warnings]
  OTEL_EXPORTER_OTLP_ENDPOINT [none: no traces]   OTEL_TRACES_SAMPLER_ARG [1]
  TOKEN_KEYS_FILE [token-keys.json in DATA_DIR]   TOKEN_AUDIENCE [service-efficiency-tracker]
  TOKEN_ISSUER, TOKEN_JWKS_URL [none: the service makes its own tokens, see npm run token -- --help]   TOKEN_ALGORITHMS [EdDSA,ES256,RS256,PS256]`;

/** Reads arguments and environment, starts the service and stops it on SIGTERM or SIGINT. Sets the process's exit code. */
export async function serve(argv: readonly string[]): Promise<void> {
  const program = new Command('service-efficiency-tracker')
    .description('Records a service hall’s events and answers processing time, buck-passing and timeliness over GraphQL.')
    .option('--demo', 'load the demo hall, then serve it', false)
    .addHelpText('after', ENVIRONMENT)
    .parse(argv);
  try {
    const config = readConfig(process.env);
    const leftovers = leftoverNote(process.env, config.dataDir);
    if (leftovers !== null) console.error(leftovers);
    const running = await createApp(config);
    await running.app.listen(config.port, config.host);
    stopOnSignals(running, config);
    if (config.doors.tls !== null) process.on('SIGHUP', () => renew(running, config));
    const url = await running.app.getUrl();
    await announce(config, url, running.identity);
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

async function firstSteps({ app, identity }: RunningApp, { defaultHallId: hallId }: AppConfig, url: string, { demo }: ServeOptions): Promise<void> {
  const analystToken = (await readyTokens(identity.issuer))?.analyst ?? null;
  return takeFirstSteps({ app, url, analystToken, hallId, demo, say: (text) => console.log(text) });
}

/** The new certificate is for connections from now on; a bad one is told, and the old one stays. */
function renew({ app }: RunningApp, { doors }: AppConfig): void {
  const logger = new Logger('Tls');
  try {
    renewCertificate(app.getHttpServer(), doors);
    logger.log('The certificate was read again.');
  } catch (error) {
    logger.error(error instanceof ConfigError ? error.message : error);
  }
}

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

async function announce({ environment, tokens: { issuance } }: AppConfig, url: string, { issuer }: Identity): Promise<void> {
  const from = issuance.kind === 'foreign' ? issuance.issuer : `npm run token -- --help   (keys in ${issuance.keyFile})`;
  const lines = [`Events:   POST ${url}/events`, `GraphQL:  ${url}/graphql`, `Health:   ${url}/health/ready`, `Tokens:   ${from}`];
  // A token is as good as a password: nothing secret leaves a real service by its log.
  const tokens = environment === 'development' ? await readyTokens(issuer) : null;
  if (environment === 'development') lines.push(`GraphiQL: ${url}/graphiql`);
  if (tokens !== null) lines.push('', ...firstRequests(url, tokens));
  console.log(`\n${lines.join('\n')}\n`);
}

const firstRequests = (url: string, tokens: ReadyTokens): readonly string[] => [
  'Tokens for the next 12 hours, everywhere (12 小时内有效的令牌):',
  ...ROLES.map((role) => `  ${role.toUpperCase()}='${tokens[role]}'`),
  '',
  'Try it:',
  `  curl ${url}/graphql -H 'Authorization: Bearer ${tokens.analyst}' -H 'Content-Type: application/json' -d '{"query":"{ viewer { principal role } }"}'`,
];
