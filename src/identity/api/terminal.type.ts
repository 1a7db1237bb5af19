import { ArgsType, Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString, MaxLength } from 'class-validator';
import { type EpochMs, toIso } from '../../kernel/instant.js';
import { PageInfo } from '../../platform/graphql/page-info.js';
import { InstantScalar } from '../../platform/graphql/scalars.js';
import type { Act, KnownTerminal } from '../application/known-terminals.js';
import { keyIdOf } from '../../platform/http/signatures/key-id.js';
import { goodCredentials } from '../domain/terminal.js';

export const TerminalState = { ACTIVE: 'ACTIVE', REVOKED: 'REVOKED' } as const;
registerEnumType(TerminalState, {
  name: 'TerminalState',
  description: 'Whether a terminal may post events (终端状态).',
  valuesMap: { ACTIVE: { description: 'It may (在用).' }, REVOKED: { description: 'It may not, until it is registered again (已撤销).' } },
});

@ObjectType({ description: 'Who changed a terminal last in some way, and when (变更记录).' })
export class TerminalAct {
  @Field(() => InstantScalar, { description: 'When (时刻).' }) at!: string;
  @Field(() => String, { description: 'The administrator’s principal (操作人).' }) by!: string;
}

@ObjectType({ description: 'A terminal that has, or had, a credential of its own (终端).' })
export class Terminal {
  @Field(() => String, { description: 'The hall it stands in (大厅编号).' }) hallId!: string;
  @Field(() => String, { description: 'Its id, unique within its hall (终端编号).' }) terminalId!: string;
  @Field(() => [String], { description: 'The departments it may act for, each with everything below it (可代表的部门).' }) departmentIds!: readonly string[];
  @Field(() => TerminalState, { description: 'Whether it may post events (状态).' }) state!: keyof typeof TerminalState;
  @Field(() => TerminalAct, { description: 'Its registration, the last one (登记).' }) registered!: TerminalAct;
  @Field(() => TerminalAct, { nullable: true, description: 'The last change of its credential since (更换凭据).' }) rotated!: TerminalAct | null;
  @Field(() => TerminalAct, { nullable: true, description: 'The last change of its departments since (调整部门).' }) moved!: TerminalAct | null;
  @Field(() => TerminalAct, { nullable: true, description: 'Its revocation, where it is revoked (撤销).' }) revoked!: TerminalAct | null;
  @Field(() => InstantScalar, { nullable: true, description: 'Until when an older credential is good as well; null: only the newest one is (旧凭据有效期至).' })
  olderCredentialUntil!: string | null;
  @Field(() => String, { nullable: true, description: 'Which key signs what it posts, the first 16 hex digits of its SHA-256; null: it does not sign (签名密钥标识).' })
  signingKeyId!: string | null;
}

@ObjectType({ description: 'One terminal of a page (列表项).' })
export class TerminalEdge {
  @Field(() => String, { description: 'The place to go on after (游标).' }) cursor!: string;
  @Field(() => Terminal, { description: 'The terminal (终端).' }) node!: Terminal;
}

@ObjectType({ description: 'Terminals of a hall, by id (大厅的终端).' })
export class TerminalConnection {
  @Field(() => Int, { description: 'Terminals over all pages (终端总数).' }) totalCount!: number;
  @Field(() => [TerminalEdge], { description: 'This page (本页).' }) edges!: TerminalEdge[];
  @Field(() => PageInfo, { description: 'Where the page stands (分页信息).' }) pageInfo!: PageInfo;
}

@ArgsType()
export class TerminalsArgs {
  @Field(() => String, { nullable: true, description: 'The hall; the installation’s default hall where left out (大厅编号).' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  hallId?: string;

  @Field(() => Int, { defaultValue: 200, description: 'Terminals of this page, 1 to 500 (每页条数).' })
  @IsInt()
  first!: number;

  @Field(() => String, { nullable: true, description: 'The cursor of the last terminal of the page before (起始游标).' })
  @IsOptional()
  @IsString()
  @MaxLength(256)
  after?: string;
}

const actOf = (act: Act | undefined): TerminalAct | null => (act === undefined ? null : Object.assign(new TerminalAct(), { at: toIso(act.atMs), by: act.by }));

export function terminalView({ hallId, terminalId, state, acts }: KnownTerminal, nowMs: EpochMs): Terminal {
  const registered = actOf(acts.TerminalRegistered);
  if (registered === null) throw new Error(`Terminal ${hallId}.${terminalId} is known without its registration`);
  const untilMs = goodCredentials(state, nowMs).flatMap((one) => one.untilMs ?? []);
  return {
    hallId, terminalId, departmentIds: state.departmentIds, state: state.revoked ? 'REVOKED' : 'ACTIVE', registered,
    rotated: actOf(acts.TerminalCredentialRotated), moved: actOf(acts.TerminalMoved), revoked: actOf(acts.TerminalRevoked),
    olderCredentialUntil: untilMs.length === 0 ? null : toIso(Math.max(...untilMs)),
    signingKeyId: state.publicKey === null ? null : keyIdOf(state.publicKey),
  };
}
