import { createUnionType, Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { EpochMs } from '../../kernel/instant.js';
import type { TerminalResult } from '../application/terminal-recorder.js';
import { TERMINAL_REFUSAL_CODES, TERMINAL_REFUSALS, type TerminalRefusalCode, terminalRefusalText } from '../domain/terminal-refusal.js';
import { Terminal, terminalView } from './terminal.type.js';

const Code = Object.fromEntries(TERMINAL_REFUSAL_CODES.map((code) => [code, code])) as { readonly [C in TerminalRefusalCode]: C };
registerEnumType(Code, {
  name: 'TerminalRefusalCode',
  description: 'Why a change to a terminal was refused; {…} stands for a value that the reason spells out (拒绝代码).',
  valuesMap: Object.fromEntries(TERMINAL_REFUSAL_CODES.map((code) => [code, { description: `${TERMINAL_REFUSALS[code].en} (${TERMINAL_REFUSALS[code].zh})` }])),
});

@ObjectType({ description: 'The terminal is as it should be (终端变更已生效).' })
export class TerminalChanged {
  @Field(() => Terminal, { description: 'The terminal as it is now (终端).' }) terminal!: Terminal;
  @Field(() => String, { nullable: true, description: 'Its new credential, shown this once and kept nowhere; null where it has no new one (新凭据，仅显示一次).' })
  credential!: string | null;
  @Field(() => Boolean, { description: 'False where it was so already and nothing was recorded (是否有变更).' }) changed!: boolean;

  /** Not a field: the answer's X-Position. */
  position!: bigint | null;
}

@ObjectType({ description: 'The change was refused and nothing was written (已拒绝).' })
export class TerminalRefused {
  @Field(() => Code, { description: 'Why, for programs (拒绝代码).' }) code!: TerminalRefusalCode;
  @Field(() => String, { description: 'Why, and what to do, in English (英文原因).' }) reason!: string;
  @Field(() => String, { description: 'Why, and what to do, in Chinese (中文原因).' }) reasonZh!: string;
  @Field(() => Boolean, { description: 'The same again may be accepted later (可否重试).' }) retryable!: boolean;
}

export const TerminalOutcome = createUnionType({
  name: 'TerminalOutcome',
  description: 'What became of a change to a terminal (终端变更结果).',
  types: () => [TerminalChanged, TerminalRefused] as const,
  resolveType: (value: TerminalChanged | TerminalRefused) => value.constructor as typeof TerminalChanged | typeof TerminalRefused,
});

/** @param secret of the credential the command made; shown only where that was recorded. */
export function terminalOutcome(result: TerminalResult, secret: string | null, nowMs: EpochMs): typeof TerminalOutcome {
  if (result.status === 'refused') {
    const { refusal } = result;
    const { retryable } = TERMINAL_REFUSALS[refusal.code];
    return Object.assign(new TerminalRefused(), { code: refusal.code, retryable, reason: terminalRefusalText(refusal, 'en'), reasonZh: terminalRefusalText(refusal, 'zh') });
  }
  const changed = result.status === 'recorded';
  return Object.assign(new TerminalChanged(), { terminal: terminalView(result.terminal, nowMs), credential: changed ? secret : null, changed, position: result.position });
}
