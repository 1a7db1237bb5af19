import { readFile } from 'node:fs/promises';
import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../auth/roles.decorator.js';
import { ProblemError } from '../http/problem.js';
import type { Asset } from './graphiql-assets.js';
import { GRAPHIQL_PAGE, GRAPHIQL_SCRIPT, GRAPHIQL_STYLE } from './graphiql-page.js';

export const GRAPHIQL_ASSETS = Symbol('GraphiqlAssets');

/** Nothing from anywhere else: halls run closed networks. The editor sets styles inline. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; font-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/** The query editor for development. The page is open, what it asks is not. */
@Controller('graphiql')
@Public()
export class GraphiqlController {
  constructor(@Inject(GRAPHIQL_ASSETS) private readonly assets: ReadonlyMap<string, Asset>) {}

  @Get()
  page(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.header('content-type', 'text/html; charset=utf-8').header('content-security-policy', POLICY);
    return GRAPHIQL_PAGE;
  }

  @Get(':name')
  async asset(@Param('name') name: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const found = await this.read(name);
    if (found === null) throw new ProblemError(404, '', 'There is nothing at this address.');
    void reply.header('content-type', found.contentType).header('cache-control', 'no-cache');
    return found.text;
  }

  /** By name in a fixed table: no path is ever made from what a client sends. */
  private async read(name: string): Promise<{ readonly text: string; readonly contentType: string } | null> {
    if (name === 'page.js') return { text: GRAPHIQL_SCRIPT, contentType: 'text/javascript; charset=utf-8' };
    if (name === 'page.css') return { text: GRAPHIQL_STYLE, contentType: 'text/css; charset=utf-8' };
    const asset = this.assets.get(name);
    return asset === undefined ? null : { text: await readFile(asset.path, 'utf8'), contentType: asset.contentType };
  }
}
