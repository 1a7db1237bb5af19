import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AllowedMethods } from './allowed-methods.js';
import { answerProblem } from './answer-problem.js';

/** What routes, guards and the not-found handler throw. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly allowed: AllowedMethods) {}

  catch(error: unknown, host: ArgumentsHost): unknown {
    // In a resolver the GraphQL error formatter answers.
    if (host.getType<'http' | 'graphql'>() === 'graphql') throw error;
    const http = host.switchToHttp();
    return answerProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), this.allowed);
  }
}
