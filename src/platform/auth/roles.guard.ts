import { type CanActivate, type ExecutionContext, ForbiddenException, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GraphQLError } from 'graphql';
import { TOKEN_NEEDED, TOKEN_NEEDED_ZH, tokenNeeded } from '../http/identity-problems.js';
import { actorOf, requestOf } from './current-actor.js';
import { ACCESS, type Access } from './roles.decorator.js';

const FORBIDDEN = 'This token may not do that.';
const FORBIDDEN_ZH = '此令牌无权执行该操作。';

/** Deny by default: what declares no roles is refused, also to an administrator. */
@Injectable()
export class RolesGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [context.getHandler(), context.getClass()]);
    if (access === 'anyone') return true;
    const actor = actorOf(requestOf(context));
    const graphql = context.getType<'http' | 'graphql'>() === 'graphql';
    if (actor === null) throw graphql ? coded(TOKEN_NEEDED, 'UNAUTHENTICATED', TOKEN_NEEDED_ZH) : tokenNeeded();
    if (access?.includes(actor.role)) return true;
    throw graphql ? coded(FORBIDDEN, 'FORBIDDEN', FORBIDDEN_ZH) : new ForbiddenException(FORBIDDEN);
  }
}

const coded = (message: string, code: string, messageZh: string): GraphQLError => new GraphQLError(message, { extensions: { code, messageZh } });
