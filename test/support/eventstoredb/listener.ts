import { createServer, type Server as NetServer, type Socket } from 'node:net';
import { Server, ServerCredentials, type ServiceDefinition, type UntypedServiceImplementation } from '@grpc/grpc-js';

/** PEM texts of a server's certificate and its key. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}
const MESSAGE_BYTES_MAX = 17 * 1024 * 1024;

/** gRPC on a port of ours: we hold the sockets, so that one can be torn off in the middle of a call. */
export class Listener {
  private grpc: Server | null = null;
  private net: NetServer | null = null;
  private readonly sockets = new Set<Socket>();
  private deaf = false;
  /** 0 until the first start; then the same for ever. */
  port = 0;

  constructor(
    private readonly services: readonly (readonly [ServiceDefinition, UntypedServiceImplementation])[],
    private readonly certificate: Certificate | null = null,
  ) {}

  async start(): Promise<void> {
    const grpc = new Server({ 'grpc.max_receive_message_length': MESSAGE_BYTES_MAX });
    for (const [definition, implementation] of this.services) grpc.addService(definition, implementation);
    const injector = grpc.createConnectionInjector(this.credentials());
    const net = createServer((socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket)).on('error', () => socket.destroy());
      if (!this.deaf) injector.injectConnection(socket);
    });
    await new Promise<void>((resolve, reject) => net.once('error', reject).listen(this.port, '127.0.0.1', resolve));
    const address = net.address();
    this.port = typeof address === 'object' && address ? address.port : this.port;
    this.grpc = grpc;
    this.net = net;
  }

  private credentials(): ServerCredentials {
    if (!this.certificate) return ServerCredentials.createInsecure();
    const { cert, key } = this.certificate;
    return ServerCredentials.createSsl(null, [{ cert_chain: Buffer.from(cert), private_key: Buffer.from(key) }]);
  }

  /** Tears off every connection. */
  drop(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** From now on a connection is taken and never answered, as by a host that hangs; `false` ends that for new ones. */
  setDeaf(deaf: boolean): void {
    this.deaf = deaf;
    this.drop();
  }

  async stop(): Promise<void> {
    const { net, grpc } = this;
    if (!net || !grpc) return;
    this.net = null;
    this.grpc = null;
    const closed = new Promise<void>((resolve) => net.close(() => resolve()));
    this.drop();
    grpc.forceShutdown();
    await closed;
  }
}
