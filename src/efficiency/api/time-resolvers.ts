import { DelayLedgerResolver } from './delay/delay-ledger.resolver.js';
import { DelayedRequestsResolver } from './delay/delayed-requests.resolver.js';
import { RequestLedgerResolver } from './delay/request-ledger.resolver.js';
import { HotSpotsResolver } from './hot-spots/hot-spots.resolver.js';
import { StuckRequestsResolver } from './hot-spots/stuck-requests.resolver.js';
import { SuspensionFiguresResolver } from './suspension-figures.resolver.js';
import { CompletionCurveResolver, CompletionCurvesResolver } from './survival/completion-curves.resolver.js';

/** Where the time goes, where requests stand, and how long it takes. */
export const TIME_RESOLVERS = [
  DelayLedgerResolver, DelayedRequestsResolver, RequestLedgerResolver, HotSpotsResolver, StuckRequestsResolver, CompletionCurvesResolver, CompletionCurveResolver,
  SuspensionFiguresResolver,
];
