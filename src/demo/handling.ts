import type { Prng } from './prng.js';
import { DAY_MINUTES, minutes, type Scene, type Telling } from './scene.js';
import { NOTES, PROGRESS_STEPS, REMINDERS } from './texts.js';

type Interlude = (scene: Scene) => Telling;

/** A department works on what it holds for `ms` of working time; on the way it does what departments do. */
export function* handle(scene: Scene, ms: number): Telling {
  const interludes = INTERLUDES.filter(({ share }) => scene.p.chance(share));
  const parts = split(scene.p, ms, interludes.length + 1);
  for (const [index, { happens }] of interludes.entries()) {
    yield scene.c.work(parts[index]!);
    yield* happens(scene);
    if (scene.c.closure) return;
  }
  yield scene.c.work(parts.at(-1)!);
}

function* assignment({ c, p }: Scene): Telling {
  c.assign(p.chance(0.4));
}

function* progress({ c, p }: Scene): Telling {
  c.progress(p.pick(PROGRESS_STEPS), p.pick(NOTES));
}

function* reminder({ c, p }: Scene): Telling {
  c.remind(p.pick(REMINDERS));
}

/** Only before the due instant: later the counter would be refused. */
function* extension({ c, p }: Scene): Telling {
  const limit = p.chance(0.7) ? 'PROMISED' : 'STATUTORY';
  const dueMs = c.clock.dueMs(limit);
  if (dueMs !== null && c.nowMs < dueMs) c.extend(limit, p.int(1, 5));
}

/** Papers are missing: the applicant brings them, at the counter or by night online, or gives up. */
function* missingPapers(scene: Scene): Telling {
  const { c, p } = scene;
  c.suspend('APPLICANT');
  const untilMs = c.nowMs + minutes(p, 4 * 60, 12 * DAY_MINUTES);
  if (p.chance(0.12)) {
    yield c.waitUntil(untilMs);
    c.complete('WITHDRAWN');
    return;
  }
  yield* comeBack(scene, untilMs);
}

function* hearing(scene: Scene): Telling {
  scene.c.suspend('STATUTORY');
  yield* comeBack(scene, scene.c.nowMs + minutes(scene.p, 2 * DAY_MINUTES, 20 * DAY_MINUTES));
}

function* comeBack({ c, p }: Scene, untilMs: number): Telling {
  yield c.waitUntil(untilMs);
  if (p.chance(0.8)) yield c.work(minutes(p, 1, 90));
  c.resume();
}

const INTERLUDES: readonly { readonly share: number; readonly happens: Interlude }[] = [
  { share: 0.45, happens: assignment },
  { share: 0.1, happens: missingPapers },
  { share: 0.5, happens: progress },
  { share: 0.05, happens: hearing },
  { share: 0.04, happens: extension },
  { share: 0.04, happens: reminder },
];

/** Positive whole parts that add up to `ms`. */
function split(p: Prng, ms: number, parts: number): number[] {
  const cuts: number[] = [];
  let leftMs = ms;
  for (let part = 1; part < parts; part += 1) {
    const cut = Math.max(1, Math.floor((leftMs / (parts - part + 1)) * (0.5 + p.next()) / 1000) * 1000);
    cuts.push(cut);
    leftMs -= cut;
  }
  return [...cuts, leftMs];
}
