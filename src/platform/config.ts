import { EventStoreAddressRefused, eventStoreSettingOf, type EventStoreSetting } from '../event-store/event-store-address.js';
import { type KeyringSetting, keyringSettingOf } from '../privacy/keyring-address.js';
import { KeyringRefused } from '../privacy/keyring-refused.js';
import { readTokenSettings, type TokenSettings } from './auth/token-settings.js';
import { type Environment, EnvironmentReader } from './config-reader.js';
import { type DoorSettings, readDoors, readHost } from './http/door-settings.js';
import { type ProofSettings, readProofSettings } from './proof-settings.js';
import type { TraceSettings } from './tracing/trace-settings.js';

export { ConfigError, type Environment } from './config-reader.js';

/** Everything the process is told from outside; abstract class, because it is also the Nest injection token. */
export abstract class AppConfig {
  abstract readonly dataDir: string;
  /** Where the log is kept: in the data folder, or in an EventStoreDB, whose password this holds. */
  abstract readonly eventStore: EventStoreSetting;
  /** Where the keys of texts are kept: in the data folder, or on a key server, whose secret this holds. */
  abstract readonly keyring: KeyringSetting;
  abstract readonly host: string;
  /** Who may reach it, by what, and how often. */
  abstract readonly doors: DoorSettings;
  /** 0 lets the system choose one. */
  abstract readonly port: number;
  abstract readonly defaultHallId: string;
  /** Path of the reference data loaded at start, or null for none. */
  abstract readonly cataloguePath: string | null;
  abstract readonly environment: 'development' | 'production' | 'test';
  abstract readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** Folder of the figures' file; replicas that share a log have one each. */
  abstract readonly readModelDir: string;
  abstract readonly duckdbMemoryMb: number;
  /** How long a department has to put right what was rated badly; 0: no rectification is opened. */
  abstract readonly rectificationWorkingDays: number;
  /** Replays under other rules that run at once; the others wait. */
  abstract readonly whatIfRunningMax: number;
  /** How long one of them may take. */
  abstract readonly whatIfMsMax: number;
  abstract readonly bodyBytesMax: number;
  abstract readonly batchEventsMax: number;
  /** How long a question with X-Position waits for the figures to get there. */
  abstract readonly positionWaitMs: number;
  /** From one look for warnings that are due to the next; 0 for none. */
  abstract readonly warningsEveryMs: number;
  /** How often a subscriber is asked for a sign of life. */
  abstract readonly heartbeatMs: number;
  abstract readonly shutdownMsMax: number;
  /** How long the service still answers, not ready, before it stops taking requests. */
  abstract readonly drainMs: number;
  abstract readonly traces: TraceSettings;
  /** Folder of the operations that are asked for by their SHA-256, or null for none. */
  abstract readonly operationsFolder: string | null;
  /** Whether nothing but those is executed. */
  abstract readonly persistedOnly: boolean;
  /** Where the log's signed heads go. */
  abstract readonly proof: ProofSettings;
  /** Whose access tokens are taken. */
  abstract readonly tokens: TokenSettings;
}

const FOLDER = /^[^\0]{1,1100}$/;

/** @throws ConfigError naming every variable that is wrong. */
export function readConfig(env: Environment): AppConfig {
  const read = new EnvironmentReader(env);
  const environment = read.oneOf('NODE_ENV', 'development', ['development', 'production', 'test']);
  const dataDir = read.text('DATA_DIR', './data', FOLDER, 'a folder');
  const doors = readDoors(read, environment);
  const config: AppConfig = {
    dataDir,
    readModelDir: read.text('READ_MODEL_DIR', `${dataDir}/read-model`, FOLDER, 'a folder'),
    eventStore: readEventStore(env, read),
    keyring: readKeyring(env, dataDir, read),
    host: readHost(read, doors),
    doors,
    port: read.integer('PORT', 3000, 0, 65_535),
    defaultHallId: read.text('HALL_ID', 'hall', /^[A-Za-z0-9_-]{1,64}$/, '1 to 64 letters, digits, "_" or "-" (no dot)'),
    cataloguePath: read.optional('CATALOGUE', 'catalogue/default.yaml'),
    environment,
    logLevel: read.oneOf('LOG_LEVEL', environment === 'test' ? 'silent' : 'info', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    duckdbMemoryMb: read.integer('DUCKDB_MEMORY_MB', 200, 64, 65_536),
    rectificationWorkingDays: read.integer('RECTIFICATION_WORKING_DAYS', 15, 0, 250),
    whatIfRunningMax: read.integer('WHAT_IF_RUNNING_MAX', 1, 1, 16),
    whatIfMsMax: read.integer('WHAT_IF_MS_MAX', 1_800_000, 1_000, 86_400_000),
    bodyBytesMax: read.integer('BODY_BYTES_MAX', 8 * 1024 * 1024, 1024, 64 * 1024 * 1024),
    batchEventsMax: read.integer('BATCH_EVENTS_MAX', 1000, 1, 1000),
    positionWaitMs: read.integer('POSITION_WAIT_MS', 5000, 0, 60_000),
    heartbeatMs: read.integer('SUBSCRIPTION_HEARTBEAT_MS', 12_000, 100, 300_000),
    warningsEveryMs: readInterval(read, 'WARNINGS_EVERY_MS', environment === 'test' ? 0 : 10_000),
    shutdownMsMax: read.integer('SHUTDOWN_MS_MAX', 10_000, 100, 120_000),
    drainMs: read.integer('DRAIN_MS', environment === 'production' ? 1000 : 0, 0, 60_000),
    traces: readTraces(read),
    operationsFolder: read.optional('GRAPHQL_OPERATIONS', 'operations'),
    persistedOnly: read.oneOf('GRAPHQL_PERSISTED_ONLY', 'false', ['true', 'false']) === 'true',
    proof: readProofSettings(env, read, dataDir, environment === 'test'),
    tokens: readTokenSettings(dataDir, read),
  };
  read.finish();
  return config;
}

const readTraces = (read: EnvironmentReader): TraceSettings => ({
  endpoint: read.text('OTEL_EXPORTER_OTLP_ENDPOINT', '', /^(https?:\/\/[^\s?#]{1,1000})?$/, 'an address such as http://127.0.0.1:4318') || null,
  share: Number(read.text('OTEL_TRACES_SAMPLER_ARG', '1', /^(0(\.\d{1,9})?|1(\.0{1,9})?)$/, 'a share from 0 to 1')),
});

/** 0 is never; below a second the replicas would do nothing but look. */
function readInterval(read: EnvironmentReader, name: string, fallback: number): number {
  const ms = read.integer(name, fallback, 0, 3_600_000);
  if (ms > 0 && ms < 1_000) read.problem(`${name} must be 0 or at least 1000, but is ${ms}.`);
  return ms;
}

/** The value may hold a password: no message repeats it. */
function readEventStore(env: Environment, read: EnvironmentReader): EventStoreSetting {
  try {
    return eventStoreSettingOf(env);
  } catch (error) {
    if (!(error instanceof EventStoreAddressRefused)) throw error;
    read.problem(error.message);
    return 'sqlite';
  }
}

function readKeyring(env: Environment, dataDir: string, read: EnvironmentReader): KeyringSetting {
  try {
    return keyringSettingOf(env, dataDir);
  } catch (error) {
    if (!(error instanceof KeyringRefused)) throw error;
    read.problem(error.message);
    return 'file';
  }
}
