/** What every command of this room ends with. */
export const EXIT = { done: 0, failed: 1, usage: 2, refused: 3, store: 4, interrupted: 130 } as const;

export const EXIT_CODES_HELP = `
Exit codes 退出码:
  ${EXIT.done}    done 完成
  ${EXIT.failed}    a check failed, or an unexpected failure 校验未通过，或意外错误
  ${EXIT.usage}    wrong arguments 参数有误
  ${EXIT.refused}    refused: something stands in the way, nothing was changed 已拒绝：条件不满足，未作任何更改
  ${EXIT.store}    the log or the disk cannot answer; run the same command again 日志或磁盘不可用，请重新运行同一命令
  ${EXIT.interrupted}  interrupted; run the same command again 已中断，请重新运行同一命令
`;

/** An end that is not success, with the sentences an operator reads. */
export class OperationEnded extends Error {
  override readonly name = 'OperationEnded';
  constructor(
    readonly code: string,
    readonly exit: number,
    readonly en: string,
    readonly zh: string,
  ) {
    super(`${code}: ${en}\n${zh}`);
  }
}

/** Something stands in the way; nothing was changed. */
export const refusal = (code: string, en: string, zh: string): OperationEnded => new OperationEnded(code, EXIT.refused, en, zh);
/** What was read or written is not what it must be. */
export const failure = (code: string, en: string, zh: string): OperationEnded => new OperationEnded(code, EXIT.failed, en, zh);
export const usage = (code: string, en: string, zh: string): OperationEnded => new OperationEnded(code, EXIT.usage, en, zh);
export const interruption = (): OperationEnded =>
  new OperationEnded('INTERRUPTED', EXIT.interrupted, 'Interrupted; run the same command again.', '已中断，请重新运行同一命令。');

export function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw interruption();
}
