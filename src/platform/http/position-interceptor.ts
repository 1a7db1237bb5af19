import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { GraphQLResolveInfo } from 'graphql';
import type { MercuriusContext } from 'mercurius';
import { type Observable, tap } from 'rxjs';
import { tellPosition } from './position-header.js';

/** The answer to a mutation carries X-Position, whatever fields were asked for. A refused one adds nothing to it. */
@Injectable()
export class PositionInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType<'http' | 'graphql'>() !== 'graphql') return next.handle();
    if (context.getArgByIndex<GraphQLResolveInfo>(3).parentType.name !== 'Mutation') return next.handle();
    const { reply } = context.getArgByIndex<MercuriusContext>(2);
    return next.handle().pipe(tap((outcome) => {
      const position = positionOf(outcome);
      if (position !== null) tellPosition(reply, position);
    }));
  }
}

function positionOf(outcome: unknown): bigint | null {
  const position = typeof outcome === 'object' && outcome !== null && 'position' in outcome ? outcome.position : null;
  return typeof position === 'bigint' ? position : null;
}
