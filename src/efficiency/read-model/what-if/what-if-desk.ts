import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import type { AccessScope } from '../../../kernel/actor.js';
import type { RuleSet } from '../../projections/what-if/rule-set.js';
import { parkedCount } from '../parked-requests.js';
import type { ScopeSource } from '../scope-of.js';
import { sightOf } from '../sight.js';
import type { RuledBuilder } from './build-ruled.js';
import { checkRules } from './check-rules.js';
import { FlipTables } from './comparison.js';
import { whatIfGone, WhatIfRefused } from './refusals.js';
import { RuledModel } from './ruled-model.js';
import { unmeasuredInSight } from './unmeasured.js';
import { WhatIfJob } from './what-if-job.js';

const QUEUED_MAX = 10;
const MODELS_KEPT_MAX = 3;
const JOBS_REMEMBERED_MAX = 200;

export interface WhatIfOptions {
  /** Emptied at the start: what is in it belongs to jobs that nobody remembers. */
  readonly folder: string;
  readonly memoryMb: number;
  readonly runningMax: number;
  readonly buildMsMax: number;
  readonly nowMs: () => number;
  readonly onError: (error: unknown) => void;
}

class TimedOut extends Error {}
class Cancelled extends Error {}

/** Takes rule sets, replays the log under them one after the other, and keeps the last answers. Forgotten with the process. */
export class WhatIfDesk implements BeforeApplicationShutdown {
  private readonly jobs = new Map<string, WhatIfJob>();
  private readonly running = new Set<Promise<void>>();
  private closing = false;

  constructor(
    private readonly serving: ScopeSource,
    private readonly build: RuledBuilder,
    private readonly options: WhatIfOptions,
  ) {
    rmSync(options.folder, { recursive: true, force: true });
  }

  /** The job for these rules on the log as it stands; one that its owner has already is not begun twice. @throws WhatIfRefused */
  start(rules: RuleSet, owner: string): WhatIfJob {
    const position = this.serving.position() ?? -1n;
    checkRules(rules, { names: this.serving.names, calendars: this.serving.calendars, upTo: position });
    const known = this.same(rules, position, owner);
    if (known !== undefined) return known;
    if (this.closing || this.waiting().length >= QUEUED_MAX) {
      throw new WhatIfRefused('WHAT_IF_QUEUE_FULL', `${QUEUED_MAX} what-ifs are waiting: start it again later, or cancel one.`, '排队的假设分析过多，请稍后再试或取消其中之一。');
    }
    const job = new WhatIfJob(randomUUID(), owner, rules, position, this.options.nowMs());
    this.jobs.set(job.id, job);
    this.forgetOld();
    this.next();
    return job;
  }

  /** @throws WhatIfRefused when it was never started here, or is forgotten, or is another's: nobody can tell which. */
  get(id: string, owner: string): WhatIfJob {
    const job = this.jobs.get(id);
    if (job?.owner !== owner) throw whatIfGone();
    // A map keeps the order of insertion: what was asked for last goes last.
    this.jobs.delete(id);
    this.jobs.set(id, job);
    return job;
  }

  cancel(id: string, owner: string): WhatIfJob {
    const job = this.get(id, owner);
    this.end(job);
    return job;
  }

  /** Requests that are measured in reality and not under the rules, as far as they may be seen; null until it is done. */
  async unmeasured({ answer }: WhatIfJob, scope: AccessScope): Promise<number | null> {
    const sight = sightOf(scope, this.serving.names.parents);
    return answer === null || sight === null ? answer?.unmeasured ?? null : unmeasuredInSight(this.serving, answer.model, sight);
  }

  /** Resolves when nothing runs and nothing waits. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closing = true;
    for (const job of this.jobs.values()) this.end(job);
    await this.idle();
    for (const job of this.jobs.values()) await this.expire(job);
    rmSync(this.options.folder, { recursive: true, force: true });
  }

  private end(job: WhatIfJob): void {
    if (job.over) return;
    job.state = 'CANCELLED';
    job.stopping.abort(new Cancelled());
  }

  private same(rules: RuleSet, position: bigint, owner: string): WhatIfJob | undefined {
    const text = JSON.stringify(rules);
    const found = [...this.jobs.values()].find((job) =>
      job.owner === owner && job.position === position && (!job.over || job.state === 'DONE') && JSON.stringify(job.rules) === text);
    return found && this.get(found.id, owner);
  }

  private waiting(): readonly WhatIfJob[] {
    return [...this.jobs.values()].filter(({ state }) => state === 'QUEUED').sort((a, b) => a.startedMs - b.startedMs);
  }

  private next(): void {
    const [job] = this.waiting();
    if (job === undefined || this.running.size >= this.options.runningMax) return;
    job.state = 'BUILDING';
    const run = this.run(job).finally(() => {
      this.running.delete(run);
      this.next();
    });
    this.running.add(run);
    this.next();
  }

  private async run(job: WhatIfJob): Promise<void> {
    const { folder, buildMsMax, memoryMb } = this.options;
    const timer = setTimeout(() => job.stopping.abort(new TimedOut()), buildMsMax);
    const file = join(folder, `${job.id}.duckdb`);
    const { rules, position } = job;
    try {
      mkdirSync(folder, { recursive: true });
      await this.build({ file, rules, upTo: position, memoryMb }, { signal: job.stopping.signal, onProgress: (reached) => { job.reached = reached; } });
      clearTimeout(timer);
      await this.answer(job, await RuledModel.open(file, position, memoryMb));
    } catch (error) {
      if (job.stopping.signal.reason instanceof Cancelled) return;
      [job.state, job.failure] = ['FAILED', error instanceof TimedOut ? 'WHAT_IF_TIMED_OUT' : 'WHAT_IF_FAILED'];
      this.options.onError(error);
    } finally {
      clearTimeout(timer);
    }
  }

  private async answer(job: WhatIfJob, model: RuledModel): Promise<void> {
    const [inReality, underRules] = [await parkedCount(this.serving, null), await parkedCount(model, null)];
    if (job.stopping.signal.aborted) return model.remove();
    job.answer = { model, flips: new FlipTables(this.serving, model), unmeasured: Math.max(0, underRules - inReality) };
    job.state = 'DONE';
    const done = [...this.jobs.values()].filter(({ state }) => state === 'DONE');
    for (const old of done.slice(0, Math.max(0, done.length - MODELS_KEPT_MAX))) if (old !== job) await this.expire(old);
  }

  private async expire(job: WhatIfJob): Promise<void> {
    const { answer } = job;
    if (answer === null) return;
    [job.state, job.answer] = ['EXPIRED', null];
    await answer.model.remove();
  }

  private forgetOld(): void {
    for (const job of this.jobs.values()) {
      if (this.jobs.size <= JOBS_REMEMBERED_MAX) return;
      if (job.over && job.state !== 'DONE') this.jobs.delete(job.id);
    }
  }
}
