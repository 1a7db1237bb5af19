import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { type BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { handleProtocols, makeServer, type Server } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { Clock } from '../../../kernel/clock.js';
import { Authenticator } from '../../auth/authenticator.js';
import { AppConfig } from '../../config.js';
import { Lifecycle } from '../../lifecycle.js';
import { type Door, doorOf } from '../../http/door.js';
import { Telemetry } from '../../telemetry/telemetry.js';
import { TOKENS_MAX, validationRules } from '../graphql.module.js';
import { onlyRegistered, PersistedOperations } from '../persisted/persisted-operations.js';
import { liveOperation } from './live-operations.js';
import { ServedSocket } from './served-socket.js';
import { contextFor, formatted, type Caller } from './socket-context.js';
import { Sessions } from './sessions.js';
import { refusalOf, refuseUpgrade, SUBSCRIPTIONS_PATH } from './upgrade-requests.js';

/** Connections for subscriptions at a time; each takes one of the server's. */
export const SOCKETS_MAX = 200;
export const SUBSCRIPTIONS_PER_SOCKET_MAX = 20;
const MESSAGE_BYTES_MAX = 64 * 1024;
const INIT_MS_MAX = 5_000;
const GOING_AWAY = 1001;
/** What a socket that was told to close may take for it. */
const CLOSE_MS_MAX = 500;

interface Serving {
  readonly protocol: Server<Caller>;
  readonly door: Door;
}

/** Subscriptions over WebSocket, protocol graphql-transport-ws: the same keys, roles and limits as by HTTP. */
@Injectable()
export class SubscriptionServer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Subscriptions');
  private readonly sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES_MAX, perMessageDeflate: false, handleProtocols });

  @Inject(PersistedOperations) private readonly operations!: PersistedOperations;
  @Inject(Clock) private readonly clock!: Clock;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly authenticator: Authenticator,
    private readonly config: AppConfig,
    private readonly lifecycle: Lifecycle,
    private readonly telemetry: Telemetry,
  ) {}

  onApplicationBootstrap(): void {
    const instance: FastifyInstance = this.host.httpAdapter.getInstance();
    const door = doorOf(instance);
    const protocol = this.protocolOver(instance.graphql.schema, door);
    const http = this.host.httpAdapter.getHttpServer() as HttpServer;
    http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => this.take({ protocol, door }, request, socket, head));
    this.lifecycle.onStop(() => this.closeAll());
  }

  beforeApplicationShutdown(): void {
    this.closeAll();
    this.sockets.close();
  }

  private take(serving: Serving, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refusal = refusalOf(request, serving.door);
    if (refusal !== null) return refuseUpgrade(request, socket, refusal[1], refusal[0]);
    if (this.lifecycle.stopping) return refuseUpgrade(request, socket, 'The service is stopping. Connect again in a moment.');
    if (this.sockets.clients.size >= SOCKETS_MAX) return refuseUpgrade(request, socket, `${SOCKETS_MAX} connections for subscriptions are open already. Connect again later.`);
    this.sockets.handleUpgrade(request, socket, head, (opened) => this.serve(serving, request, opened));
  }

  private serve({ protocol, door }: Serving, request: IncomingMessage, socket: WebSocket): void {
    const served = new ServedSocket(socket, this.config.heartbeatMs, (error) => this.logger.error(error));
    this.telemetry.metrics.subscriptionConnections.set(this.sockets.clients.size);
    const onEnd = (act: () => void): unknown => socket.on('close', act);
    const ip = door.peers.addressOf(request.socket, request.headers);
    const closed = protocol.opened(served, { socket: served, authorization: request.headers.authorization, actor: null, ip, onEnd });
    socket.on('close', (code: number, reason: Buffer) => {
      this.telemetry.metrics.subscriptionConnections.set(this.sockets.clients.size);
      closed(code, String(reason)).catch((error: unknown) => this.logger.error(error));
    });
  }

  private protocolOver(schema: GraphQLSchema, { limits }: Door): Server<Caller> {
    const { environment, heartbeatMs, doors } = this.config;
    const production = environment === 'production';
    const rules = { tokensMax: TOKENS_MAX, rules: validationRules(this.telemetry.graphql, production) };
    const sessions = new Sessions(this.authenticator, limits, this.clock, heartbeatMs);
    return makeServer<Record<string, unknown> | undefined, Caller>({
      connectionInitWaitTimeout: Math.min(INIT_MS_MAX, doors.headersMs),
      onConnect: ({ connectionParams, extra }) => {
        const { Authorization, authorization } = connectionParams ?? {};
        const claimed = Authorization ?? authorization ?? extra.authorization;
        return sessions.begin(extra, typeof claimed === 'string' ? claimed : undefined);
      },
      onSubscribe: async ({ subscriptions, extra }, _id, payload) => {
        if (Object.keys(subscriptions).length > SUBSCRIPTIONS_PER_SOCKET_MAX) return [tooMany()];
        const limited = await limits.spend({ ip: extra.ip, url: SUBSCRIPTIONS_PATH }, extra.actor).then(() => null, (error: unknown) => limitedBy(error));
        if (limited !== null) return [limited];
        if (!this.operations.allows(payload.query)) return [onlyRegistered()];
        const operation = liveOperation(schema, payload, rules);
        return 'document' in operation ? { ...operation, contextValue: contextFor(extra) } : operation;
      },
      onNext: (_context, _id, _payload, { contextValue }, result) => (result.errors === undefined ? undefined : formatted(result, contextValue, production)),
      onError: ({ extra }, _id, _payload, errors) => formatted({ errors }, contextFor(extra), production).errors ?? errors,
    });
  }

  /** Whoever listened is told to go elsewhere; who does not close its end is cut off. */
  private closeAll(): void {
    const open = [...this.sockets.clients];
    for (const socket of open) socket.close(GOING_AWAY, 'The service is stopping');
    setTimeout(() => { for (const socket of open) socket.terminate(); }, CLOSE_MS_MAX).unref();
  }
}

/** By HTTP it would be 429. */
const limitedBy = (error: unknown): GraphQLError => new GraphQLError('', { originalError: error instanceof Error ? error : new Error(String(error)) });

const tooMany = (): GraphQLError => new GraphQLError(`A connection has up to ${SUBSCRIPTIONS_PER_SOCKET_MAX} subscriptions: end one of them first.`, {
  extensions: { code: 'TOO_MANY_SUBSCRIPTIONS', messageZh: `每个连接最多 ${SUBSCRIPTIONS_PER_SOCKET_MAX} 个订阅：请先结束其中一个。` },
});
