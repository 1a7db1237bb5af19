import { aftermath, close, forget } from './closing.js';
import { HOT_POTATO_DEPARTMENT, INTAKE, PING_PONG_PAIR } from './departments.js';
import { handle } from './handling.js';
import { hotPotato, passOn, pingPong, vacuum } from './passing.js';
import { minutes, stayMs, type Scene, type Telling } from './scene.js';

/** One request from its receipt to whatever becomes of it. It has been received at the intake already. */
export function* story(scene: Scene): Telling {
  const { c, p } = scene;
  if (p.chance(0.004)) {
    yield c.work(minutes(p, 2, 60));
    c.void();
    return;
  }
  yield* toFirstClosure(scene);
  if (p.chance(0.004)) {
    yield c.waitUntil(c.nowMs + minutes(p, 10, 3000));
    c.void();
    return;
  }
  yield* aftermath(scene);
}

function* toFirstClosure(scene: Scene): Telling {
  const { c, p, item } = scene;
  yield* atTheIntake(scene);
  if (c.closure) return;
  if (item.character === 'VACUUM') yield* vacuum(scene);
  else yield* alongTheRoute(scene);
  if (c.closure) return;
  yield* p.chance(item.character === 'VACUUM' ? 0.2 : 0.008) ? forget(scene) : close(scene);
}

function* atTheIntake(scene: Scene): Telling {
  const { c, p, item } = scene;
  const ms = minutes(p, 31, item.character === 'AT_THE_COUNTER' ? 45 : 240);
  if (p.chance(item.terms.clockStart === 'ACCEPTANCE' ? 0.92 : 0.3)) {
    yield c.work(minutes(p, 1, 120));
    c.accept();
  }
  if (item.character === 'AT_THE_COUNTER' && p.chance(0.7)) return yield* close(scene);
  yield* handle(scene, ms);
}

function* alongTheRoute(scene: Scene): Telling {
  const { c, p, item } = scene;
  const stops = item.terms.route.filter((id) => id !== INTAKE);
  for (const [index, stop] of stops.entries()) {
    yield* passOn(scene, stop);
    yield* trouble(scene);
    if (index === stops.length - 1 && p.chance(0.4)) return;
    yield* handle(scene, stayMs(scene));
    if (c.closure) return;
  }
}

/** What goes wrong at this stop, if anything. */
function* trouble(scene: Scene): Telling {
  const { c, p, item } = scene;
  const [first, other] = PING_PONG_PAIR;
  if (item.character === 'PING_PONG' && c.holder === first && p.chance(0.45)) yield* pingPong(scene, other);
  if (c.stay.workingMs === 0 && p.chance(c.holder === HOT_POTATO_DEPARTMENT ? 0.35 : 0.015)) yield* hotPotato(scene);
}
