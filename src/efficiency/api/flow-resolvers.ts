import { TransferCyclesResolver } from './flows/cycles.resolver.js';
import { FlowsResolver } from './flows/flows.resolver.js';
import { PingPongPairsResolver } from './flows/pairs.resolver.js';
import { RevisitsResolver } from './flows/revisits.resolver.js';
import { ResponsibilityVacuumResolver } from './flows/vacuum.resolver.js';

/** Who passes to whom, to and fro, round, and what nobody keeps. */
export const FLOW_RESOLVERS = [FlowsResolver, PingPongPairsResolver, TransferCyclesResolver, ResponsibilityVacuumResolver, RevisitsResolver];
