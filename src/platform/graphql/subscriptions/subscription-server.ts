import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { type BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { handleProtocols, makeServer, type Server } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { Authenticator } from '../../auth/authenticator.js';
import { AppConfig } from '../../config.js';
import { Lifecycle } from '../../lifecycle.js';
import { Telemetry } from '../../telemetry/telemetry.js';
import { TOKENS_MAX, validationRules } from '../graphql.module.js';
import { onlyRegistered, PersistedOperations } from '../persisted/persisted-operations.js';
import { liveOperation } from './live-operations.js';
import { ServedSocket } from './served-socket.js';
import { contextFor, formatted, type Caller } from './socket-context.js';
import { refuseUpgrade } from './upgrade-requests.js';

/** Connections for subscriptions at a time; each takes one of the server's. */
export const SOCKETS_MAX = 200;
export const SUBSCRIPTIONS_PER_SOCKET_MAX = 20;
const MESSAGE_BYTES_MAX = 64 * 1024;
const INIT_MS_MAX = 5_000;
const GOING_AWAY = 1001;
/** What a socket that was told to close may take for it. */
const CLOSE_MS_MAX = 500;
const NO_TOKEN = 'A valid access token is needed: connection_init takes {"Authorization":"Bearer <token>"}';

/** Subscriptions over WebSocket, protocol graphql-transport-ws: the same keys, roles and limits as by HTTP. */
@Injectable()
export class SubscriptionServer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Subscriptions');
  private readonly sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES_MAX, perMessageDeflate: false, handleProtocols });

  @Inject(PersistedOperations) private readonly operations!: PersistedOperations;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly authenticator: Authenticator,
    private readonly config: AppConfig,
    private readonly lifecycle: Lifecycle,
    private readonly telemetry: Telemetry,
  ) {}

  onApplicationBootstrap(): void {
    const instance: FastifyInstance = this.host.httpAdapter.getInstance();
    const protocol = this.protocolOver(instance.graphql.schema);
    const http = this.host.httpAdapter.getHttpServer() as HttpServer;
    http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => this.take(protocol, request, socket, head));
    this.lifecycle.onStop(() => this.closeAll());
  }

  beforeApplicationShutdown(): void {
    this.closeAll();
    this.sockets.close();
  }

  private take(protocol: Server<Caller>, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.lifecycle.stopping) return refuseUpgrade(request, socket, 'The service is stopping. Connect again in a moment.');
    if (this.sockets.clients.size >= SOCKETS_MAX) return refuseUpgrade(request, socket, `${SOCKETS_MAX} connections for subscriptions are open already. Connect again later.`);
    this.sockets.handleUpgrade(request, socket, head, (opened) => this.serve(protocol, request, opened));
  }

  private serve(protocol: Server<Caller>, request: IncomingMessage, socket: WebSocket): void {
    const served = new ServedSocket(socket, this.config.heartbeatMs, (error) => this.logger.error(error));
    this.telemetry.metrics.subscriptionConnections.set(this.sockets.clients.size);
    const closed = protocol.opened(served, { socket: served, authorization: request.headers.authorization, actor: null });
    socket.on('close', (code: number, reason: Buffer) => {
      this.telemetry.metrics.subscriptionConnections.set(this.sockets.clients.size);
      closed(code, String(reason)).catch((error: unknown) => this.logger.error(error));
    });
  }

  private protocolOver(schema: GraphQLSchema): Server<Caller> {
    const rules = { tokensMax: TOKENS_MAX, rules: validationRules(this.telemetry.graphql) };
    return makeServer<Record<string, unknown> | undefined, Caller>({
      connectionInitWaitTimeout: INIT_MS_MAX,
      onConnect: async ({ connectionParams, extra }) => {
        const { Authorization, authorization } = connectionParams ?? {};
        const claimed = Authorization ?? authorization ?? extra.authorization;
        extra.actor = await this.authenticator.authenticate(typeof claimed === 'string' ? claimed : undefined);
        if (extra.actor !== null) return true;
        extra.socket.close(4401, NO_TOKEN);
        return false;
      },
      onSubscribe: ({ subscriptions, extra }, _id, payload) => {
        if (Object.keys(subscriptions).length > SUBSCRIPTIONS_PER_SOCKET_MAX) return [tooMany()];
        if (!this.operations.allows(payload.query)) return [onlyRegistered()];
        const operation = liveOperation(schema, payload, rules);
        return 'document' in operation ? { ...operation, contextValue: contextFor(extra) } : operation;
      },
      onNext: (_context, _id, _payload, { contextValue }, result) => (result.errors === undefined ? undefined : formatted(result, contextValue)),
      onError: ({ extra }, _id, _payload, errors) => formatted({ errors }, contextFor(extra)).errors ?? errors,
    });
  }

  /** Whoever listened is told to go elsewhere; who does not close its end is cut off. */
  private closeAll(): void {
    const open = [...this.sockets.clients];
    for (const socket of open) socket.close(GOING_AWAY, 'The service is stopping');
    setTimeout(() => { for (const socket of open) socket.terminate(); }, CLOSE_MS_MAX).unref();
  }
}

const tooMany = (): GraphQLError => new GraphQLError(`A connection has up to ${SUBSCRIPTIONS_PER_SOCKET_MAX} subscriptions: end one of them first.`, {
  extensions: { code: 'TOO_MANY_SUBSCRIPTIONS', messageZh: `每个连接最多 ${SUBSCRIPTIONS_PER_SOCKET_MAX} 个订阅：请先结束其中一个。` },
});
