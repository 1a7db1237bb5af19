import { printableLines } from '../kernel/printable.js';
import { EventStoreUnavailable, LogFileRefused } from '../event-store/errors.js';
import { EXIT, OperationEnded } from './exit-codes.js';
import { BrokenLog } from './logs/chain-walk.js';
import { barProgress, lineProgress, type Progress, silentProgress } from './progress.js';

export interface CommandContext {
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
  readonly complain: (text: string) => void;
  readonly progress: Progress;
}

/** Runs a program to its exit code; SIGINT and SIGTERM abort `signal`, at which the work ends in good order. */
export function runCommand(quiet: boolean, work: (context: CommandContext) => Promise<number>): void {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const complain = (text: string): void => void process.stderr.write(`${printableLines(text)}\n`);
  const say = (text: string): void => void process.stdout.write(`${printableLines(text)}\n`);
  // Should the process ever run out of things to wait for, that is not a success.
  process.exitCode = EXIT.failed;
  work({ signal: stop.signal, say, complain, progress: progressOf(quiet, complain) }).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      complain(`\n${sentenceOf(error)}`);
      process.exitCode = exitCodeOf(error);
    },
  );
}

function progressOf(quiet: boolean, write: (line: string) => void): Progress {
  if (quiet) return silentProgress;
  const nowMs = (): number => Date.now();
  return process.stderr.isTTY ? barProgress(nowMs, process.stderr) : lineProgress(nowMs, write);
}

const SYSTEM_STORE_ERRORS = new Set(['ENOSPC', 'EIO', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EMFILE']);
const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '');

export function exitCodeOf(error: unknown): number {
  if (error instanceof OperationEnded) return error.exit;
  if (error instanceof LogFileRefused) return EXIT.refused;
  if (error instanceof EventStoreUnavailable || SYSTEM_STORE_ERRORS.has(codeOf(error)) || codeOf(error) === 'ERR_SQLITE_ERROR') return EXIT.store;
  return EXIT.failed;
}

export function sentenceOf(error: unknown): string {
  if (error instanceof OperationEnded) return error.message;
  if (error instanceof BrokenLog) return `LOG_BROKEN: ${error.message}\n日志已损坏：${error.zh}`;
  if (error instanceof EventStoreUnavailable)
    return `LOG_UNAVAILABLE: ${error.message}. Run the same command again.\n日志暂不可用，请重新运行同一命令。`;
  const code = codeOf(error);
  if (code !== '') return `${code}: ${(error as Error).message}\n磁盘或系统出错：${code}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
