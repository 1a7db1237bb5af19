import { DEMO_DEPARTMENTS, HALL_OFFICE, INTAKE } from './departments.js';
import { handle } from './handling.js';
import { minutes, stayMs, type Scene, type Telling } from './scene.js';
import { PASSED_ON, REFUSED } from './texts.js';

const HANDLERS = DEMO_DEPARTMENTS.map(({ departmentId }) => departmentId).filter((id) => id !== HALL_OFFICE && id !== INTAKE);

/** Hands the request to the next department; sometimes to a wrong one first, by mistake, and then takes it back. */
export function* passOn(scene: Scene, next: string): Telling {
  const { c, p } = scene;
  if (p.chance(0.04)) {
    c.transfer(strangerTo(scene), 'NEXT_STEP', 'For handling. 请办理。');
    yield c.work(minutes(p, 2, 50));
    c.recall();
    yield c.work(minutes(p, 31, 120));
  }
  if (p.chance(0.015)) return yield* passOnStopped(scene, next);
  c.transfer(next, 'NEXT_STEP', 'For handling. 请办理。');
  yield* welcome(scene);
}

/** The request moves while the clock stands: the receiver begins with it standing. */
function* passOnStopped({ c, p }: Scene, next: string): Telling {
  c.suspend('APPLICANT');
  yield c.waitUntil(c.nowMs + minutes(p, 60, 1800));
  c.transfer(next, 'NEXT_STEP', 'Papers will follow. 材料后补。');
  yield c.waitUntil(c.nowMs + minutes(p, 60, 5400));
  c.resume();
}

/** The receiver takes it in: by saying so after a while, by a refusal, or without a word by its next act. */
export function* welcome(scene: Scene): Telling {
  const { c, p } = scene;
  const mood = p.next();
  if (mood < 0.06) return yield* refusal(scene);
  if (mood < 0.55) {
    yield c.work(minutes(p, 5, 300));
    c.acceptTransfer();
  }
}

function* refusal({ c, p }: Scene): Telling {
  const refuser = c.holder;
  yield c.work(minutes(p, 10, 400));
  c.refuse(p.chance(0.5) ? 'INCOMPLETE' : 'NOT_OUR_DUTY', p.pick(REFUSED));
  yield c.work(minutes(p, 31, 240));
  c.transfer(refuser, 'COMPLETED_PAPERS', 'Papers completed. 材料已补齐。');
  yield c.work(minutes(p, 1, 60));
  c.acceptTransfer();
}

/** Passed on within minutes, to somebody off the route, who gives it back. */
export function* hotPotato(scene: Scene): Telling {
  const { c, p } = scene;
  const thrower = c.holder;
  yield c.work(minutes(p, 1, 29));
  c.transfer(strangerTo(scene), 'NOT_OUR_DUTY', p.pick(PASSED_ON));
  yield c.work(minutes(p, 31, 420));
  c.transfer(thrower, 'NOT_OUR_DUTY', p.pick(PASSED_ON));
}

/** Two departments send it to and fro; it ends where it began. */
export function* pingPong({ c, p }: Scene, other: string): Telling {
  const first = c.holder;
  for (let round = p.int(1, 3); round > 0; round -= 1) {
    for (const to of [other, first]) {
      // Half an hour to the second is no hot potato any more.
      yield c.work(p.chance(0.1) ? 30 * 60_000 : minutes(p, 31, 900));
      c.transfer(to, 'NOT_OUR_DUTY', p.pick(PASSED_ON));
    }
  }
}

/** Nobody's duty: through four and more departments, each of which keeps it as short as it can. */
export function* vacuum(scene: Scene): Telling {
  const { c, p } = scene;
  const pool = ['urban-management', 'environment', 'market', 'planning', 'transport', 'water'];
  const unseen = new Set(pool);
  for (let hops = p.int(5, 9); hops > 0; hops -= 1) {
    const fresh = [...unseen].filter((id) => id !== c.holder);
    const to = p.pick(fresh.length > 2 ? fresh : pool.filter((id) => id !== c.holder));
    unseen.delete(to);
    c.transfer(to, 'NOT_OUR_DUTY', p.pick(PASSED_ON));
    if (p.chance(0.3)) yield* handle(scene, minutes(p, 1, 29));
    else yield* handle(scene, stayMs(scene));
    if (c.closure) return;
  }
}

function strangerTo({ c, p, item }: Scene): string {
  return p.pick(HANDLERS.filter((id) => id !== c.holder && !item.terms.route.includes(id)));
}
