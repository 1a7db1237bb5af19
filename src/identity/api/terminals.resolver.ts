import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { GraphQLError } from 'graphql';
import type { Actor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { CorrelationId, CurrentActor } from '../../platform/auth/current-actor.js';
import { Roles } from '../../platform/auth/roles.decorator.js';
import { checkInput } from '../../platform/check-input.js';
import { AppConfig } from '../../platform/config.js';
import { CommandWatch } from '../../platform/telemetry/command-watch.js';
import { newCredential } from '../application/terminal-credential.js';
import { TerminalList } from '../application/terminal-list.js';
import { TerminalRecorder } from '../application/terminal-recorder.js';
import type { TerminalCommand } from '../domain/terminal.js';
import { MoveTerminalInput, RegisterTerminalInput, RevokeTerminalInput, RotateTerminalCredentialInput } from './terminal.inputs.js';
import { TerminalOutcome, terminalOutcome } from './terminal-outcome.js';
import { TerminalConnection, TerminalsArgs, terminalView } from './terminal.type.js';

const INPUT = { description: 'Which terminal, and how it should be (终端).' };

/** Terminals and their credentials, each of whoever looks after its hall and all its departments. */
@Resolver(() => TerminalConnection)
@Roles('administrator')
export class TerminalsResolver {
  constructor(
    private readonly recorder: TerminalRecorder,
    private readonly list: TerminalList,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly watch: CommandWatch,
  ) {}

  @Mutation(() => TerminalOutcome, { description: 'Registers a terminal, or one that was revoked again, and shows its credential this once (登记终端).' })
  registerTerminal(@Args('input', INPUT) input: RegisterTerminalInput, @CurrentActor() actor: Actor, @CorrelationId() correlationId: string) {
    const { departmentIds, ...named } = this.checked(RegisterTerminalInput, input);
    const { secret, digest } = newCredential();
    return this.change({ type: 'RegisterTerminal', ...named, departmentIds, credentialDigest: digest }, secret, actor, correlationId);
  }

  @Mutation(() => TerminalOutcome, { description: 'Gives a terminal a new credential and shows it this once (更换终端凭据).' })
  rotateTerminalCredential(@Args('input', INPUT) input: RotateTerminalCredentialInput, @CurrentActor() actor: Actor, @CorrelationId() correlationId: string) {
    const { graceMinutes = 0, ...named } = this.checked(RotateTerminalCredentialInput, input);
    const { secret, digest } = newCredential();
    return this.change({ type: 'RotateTerminalCredential', ...named, graceMs: graceMinutes * 60_000, credentialDigest: digest }, secret, actor, correlationId);
  }

  @Mutation(() => TerminalOutcome, { description: 'Has a terminal act for other departments from now on (调整终端所属部门).' })
  moveTerminal(@Args('input', INPUT) input: MoveTerminalInput, @CurrentActor() actor: Actor, @CorrelationId() correlationId: string) {
    return this.change({ type: 'MoveTerminal', ...this.checked(MoveTerminalInput, input) }, null, actor, correlationId);
  }

  @Mutation(() => TerminalOutcome, { description: 'Ends a terminal’s credentials, and tokens made for it (撤销终端).' })
  revokeTerminal(@Args('input', INPUT) input: RevokeTerminalInput, @CurrentActor() actor: Actor, @CorrelationId() correlationId: string) {
    return this.change({ type: 'RevokeTerminal', ...this.checked(RevokeTerminalInput, input) }, null, actor, correlationId);
  }

  @Query(() => TerminalConnection, { description: 'The terminals of a hall, by id; of a hall that is not yours, none (大厅的终端).' })
  async terminals(@Args() { hallId, first, after }: TerminalsArgs, @CurrentActor() { scope }: Actor): Promise<TerminalConnection> {
    const size = pageSizeOf(first);
    const own = await this.list.within(scope, hallId ?? this.config.defaultHallId);
    const from = own.filter(({ terminalId }) => after == null || terminalId > after);
    const edges = from.slice(0, size).map((known) => ({ cursor: known.terminalId, node: terminalView(known, this.clock.nowMs()) }));
    return { totalCount: own.length, edges, pageInfo: { hasNextPage: from.length > size, endCursor: edges.at(-1)?.cursor ?? null } };
  }

  private async change(command: TerminalCommand, secret: string | null, actor: Actor, correlationId: string): Promise<typeof TerminalOutcome> {
    try {
      const result = await this.watch.handle(command.type, 1, (traceparent) => this.recorder.record(command, { actor, correlationId, traceparent }));
      this.watch.count(command.type, result.status, result.status === 'refused' ? result.refusal.code : undefined);
      return terminalOutcome(result, secret, this.clock.nowMs());
    } catch (error) {
      this.watch.failed(command.type, error);
      throw error;
    }
  }

  private checked<T extends { hallId?: string }>(type: new () => T, input: T): Omit<T, 'hallId'> & { readonly hallId: string } {
    const reading = checkInput(type, { ...input });
    if (!reading.ok) throw new GraphQLError('The input is not valid.', { extensions: { code: 'BAD_USER_INPUT', fields: reading.fields } });
    return { ...reading.value, hallId: reading.value.hallId ?? this.config.defaultHallId };
  }
}

const PAGE_ROWS_MAX = 500;

function pageSizeOf(first: number): number {
  if (Number.isInteger(first) && first >= 1 && first <= PAGE_ROWS_MAX) return first;
  throw new GraphQLError(`first takes 1 to ${PAGE_ROWS_MAX}.`, { extensions: { code: 'BAD_PAGE_SIZE', messageZh: `first 取 1 到 ${PAGE_ROWS_MAX}。` } });
}
