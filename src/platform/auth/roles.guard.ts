import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GraphQLError } from 'graphql';
import { isEverywhere, type Role } from '../../kernel/actor.js';
import { TOKEN_NEEDED, TOKEN_NEEDED_ZH, tokenNeeded } from '../http/identity-problems.js';
import { ProblemError } from '../http/problem.js';
import { isLocalPeer } from '../http/trusted-peers.js';
import { actorOf, requestOf } from './current-actor.js';
import { doorNames } from './policy/doors.js';
import { type Held, ROOT_POLICY } from './policy/root-policy.js';
import { ACCESS, type Access } from './roles.decorator.js';

const FORBIDDEN = 'This token may not do that.';
const FORBIDDEN_ZH = '此令牌无权执行该操作。';
const ALL_HALLS = 'This is about all halls alike, and your token is for some halls or departments: have it done with a token for the whole installation.';
const ALL_HALLS_ZH = '该操作涉及全部大厅，而您的令牌仅限部分大厅或部门：请使用适用于整个系统的令牌办理。';

const BEYOND_THIS_MACHINE: readonly Role[] = ['administrator'];

/** Deny by default: what declares no roles is refused, also to an administrator, and what has no policy is not run at all. */
@Injectable()
export class RolesGuard implements CanActivate {
  private readonly held = new WeakMap<object, Held>();

  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const held = this.heldAt(context);
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [context.getHandler(), context.getClass()]);
    const request = requestOf(context);
    if (access === 'anyone' && (held !== 'local' || isLocalPeer(request.ip))) return true;
    const actor = actorOf(request);
    const graphql = context.getType<'http' | 'graphql'>() === 'graphql';
    if (actor === null) throw graphql ? coded(TOKEN_NEEDED, 'UNAUTHENTICATED', TOKEN_NEEDED_ZH) : tokenNeeded(request.headers.authorization);
    const roles = access === 'anyone' ? BEYOND_THIS_MACHINE : access;
    if (roles?.includes(actor.role) !== true) throw forbidden(graphql, FORBIDDEN, FORBIDDEN_ZH);
    if (held === 'installation' && !isEverywhere(actor.scope)) throw forbidden(graphql, ALL_HALLS, ALL_HALLS_ZH);
    return true;
  }

  private heldAt(context: ExecutionContext): Held {
    const handler = context.getHandler();
    const known = this.held.get(handler);
    if (known !== undefined) return known;
    const names = doorNames(context.getClass(), handler, handler.name);
    const [held] = names.flatMap((name) => ROOT_POLICY[name] ?? []);
    if (held === undefined) throw new Error(`${names.join(', ')} has no policy: add it to src/platform/auth/policy/root-policy.ts.`);
    this.held.set(handler, held);
    return held;
  }
}

const forbidden = (graphql: boolean, message: string, messageZh: string): Error =>
  (graphql ? coded(message, 'FORBIDDEN', messageZh) : new ProblemError(403, '', message, { messageZh }));

const coded = (message: string, code: string, messageZh: string): GraphQLError => new GraphQLError(message, { extensions: { code, messageZh } });
