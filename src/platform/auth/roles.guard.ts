import { type CanActivate, type ExecutionContext, ForbiddenException, Injectable, UnauthorizedException } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GraphQLError } from 'graphql';
import { actorOf, requestOf } from './current-actor.js';
import { ACCESS, type Access } from './roles.decorator.js';

const UNAUTHENTICATED = 'A valid key is needed: send it as "Authorization: Bearer <key>".';
const FORBIDDEN = 'This key may not do that.';

/** Deny by default: what declares no roles is refused, also to an administrator. */
@Injectable()
export class RolesGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [context.getHandler(), context.getClass()]);
    if (access === 'anyone') return true;
    const actor = actorOf(requestOf(context));
    const graphql = context.getType<'http' | 'graphql'>() === 'graphql';
    if (actor === null) throw graphql ? coded(UNAUTHENTICATED, 'UNAUTHENTICATED') : new UnauthorizedException(UNAUTHENTICATED);
    if (access?.includes(actor.role)) return true;
    throw graphql ? coded(FORBIDDEN, 'FORBIDDEN') : new ForbiddenException(FORBIDDEN);
  }
}

const coded = (message: string, code: string): GraphQLError => new GraphQLError(message, { extensions: { code } });
