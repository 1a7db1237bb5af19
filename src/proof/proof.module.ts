import { join } from 'node:path';
import { type BeforeApplicationShutdown, type DynamicModule, Inject, Injectable, Logger, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { ReplicaTimers } from '../coordination/application/replica-timers.js';
import { CoordinationModule } from '../coordination/coordination.module.js';
import { EventStore } from '../event-store/event-store.port.js';
import { Clock } from '../kernel/clock.js';
import { Metrics } from '../platform/metrics/metrics.js';
import type { ProofSettings } from '../platform/proof-settings.js';
import { TreeHeadsResolver } from './api/tree-heads.resolver.js';
import { ProofRefused } from './application/proof-refused.js';
import { ProofTree } from './application/proof-tree.js';
import { StatementSigner } from './application/statement-signer.js';
import { TreeHeads } from './application/tree-heads.js';
import { KeyFile } from './heads/key-file.js';
import { ProofHealth } from './proof-health.js';
import { ProofService } from './proof.service.js';

/** A replica that was killed in the middle of a run is replaced after so long. */
const TTL_MS = 15_000;

export interface ProofOptions extends ProofSettings {
  /** Folder of this process's own read model: the tree's files lie in `proof` below it. */
  readonly readModelDir: string;
}

/** Runs the service with the application, and signs a head every so often. */
@Injectable()
export class ProofStarter implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly proof: ProofService,
    private readonly timers: ReplicaTimers,
    @Inject('headEveryMs') private readonly everyMs: number,
  ) {}

  onApplicationBootstrap(): void {
    this.proof.start();
    if (this.everyMs === 0) return;
    this.timers.start({
      name: 'tree-heads', everyMs: this.everyMs, ttlMs: TTL_MS, onError,
      needed: () => this.proof.needed(), run: () => this.proof.signIfItCan(),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.everyMs > 0) await this.proof.signLast();
    await this.proof.stop();
  }
}

const logger = new Logger('Proof');
const onError = (error: unknown): void => (error instanceof ProofRefused ? logger.error(`${error.code}: ${error.message} ${error.detail}`) : logger.error(error));

/** Global: receipts and certificates are made of what it gives. */
@Module({})
export class ProofModule {
  static forRoot({ readModelDir, auditDir, headEveryMs, headsToStdout, webhook }: ProofOptions): DynamicModule {
    const signer = {
      provide: StatementSigner, inject: [Clock],
      useFactory: (clock: Clock) => new KeyFile(auditDir, () => clock.nowMs()),
    };
    const service = {
      provide: ProofService, inject: [EventStore, Clock, StatementSigner, Metrics],
      useFactory: (store: EventStore, clock: Clock, keys: StatementSigner, metrics: Metrics) => new ProofService({
        store, keys, metrics, auditDir, webhook, onError, nowMs: () => clock.nowMs(), treeFolder: join(readModelDir, 'proof'),
        say: (line) => { if (headsToStdout) process.stdout.write(line); },
      }),
    };
    return {
      module: ProofModule,
      global: true,
      imports: [CoordinationModule],
      providers: [
        signer, service, { provide: 'headEveryMs', useValue: headEveryMs }, ProofStarter, TreeHeadsResolver,
        { provide: ProofTree, inject: [ProofService], useFactory: ({ tree }: ProofService) => tree },
        { provide: TreeHeads, inject: [ProofService], useFactory: ({ heads }: ProofService) => heads },
        { provide: ProofHealth, useExisting: ProofService },
      ],
      exports: [StatementSigner, ProofTree, TreeHeads, ProofHealth],
    };
  }
}
