import { Controller, Get, Header, Inject, Optional } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { ProjectionHealth } from '../../projection-host/projection-health.js';
import { Public } from '../auth/roles.decorator.js';
import { Lifecycle } from '../lifecycle.js';
import { KeptChecks } from './kept-checks.js';

@Controller('health')
@Public()
export class HealthController {
  constructor(
    private readonly checks: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly lifecycle: Lifecycle,
    private readonly kept: KeptChecks,
    @Optional() @Inject(ProjectionHealth) private readonly projection: ProjectionHealth | null,
  ) {}

  /** The process answers; nothing more. */
  @Get('live')
  @Header('cache-control', 'no-store')
  live() {
    return { status: 'ok' };
  }

  /** The store and the keys answer, the read model moves, and the process is not about to stop; how far it is behind, and what it set aside, are told. */
  @Get('ready')
  @Header('cache-control', 'no-store')
  ready() {
    return this.checks.check([() => this.checkLifecycle(), () => this.kept.checkStore(), () => this.kept.checkKeyring(), () => this.checkProjection(), () => this.checkLag(), () => this.checkParked(), () => this.kept.checkProof()]);
  }

  private checkLifecycle() {
    const indicator = this.indicators.check('process');
    return this.lifecycle.ready ? indicator.up() : indicator.down({ reason: 'stopping' });
  }

  /** Whether it moves. */
  private checkProjection() {
    const indicator = this.indicators.check('projection');
    if (this.projection === null) return indicator.up({ reason: 'no read model in this process' });
    const { lastProgressAt, stalled, stalledSince, stalledReason, rebuilding } = this.projection.status();
    if (stalled) return indicator.down({ reason: 'stalled', stalledSince, stalledReason, lastProgressAt });
    return rebuilding ? indicator.down({ reason: 'rebuilding', lastProgressAt }) : indicator.up({ lastProgressAt });
  }

  /** How far it is behind. Never down: a backlog that is worked off mends itself, and terminals need no figures. */
  private checkLag() {
    const indicator = this.indicators.check('projectionLag');
    if (this.projection === null) return indicator.up({ reason: 'no read model in this process' });
    const { position, head, lagEvents, lagMs } = this.projection.status();
    return indicator.up({ position: position?.toString() ?? null, head: head?.toString() ?? null, lagEvents, lagMs });
  }

  /** What it had to set aside. Never down: every other figure is right, and `parkedRequests` lists these. */
  private checkParked() {
    return this.indicators.check('parked').up({ requests: this.projection?.status().parkedRequests ?? 0 });
  }
}
