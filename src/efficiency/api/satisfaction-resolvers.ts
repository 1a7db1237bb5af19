import { SealedTexts } from '../application/sealed-texts.js';
import { AssessmentResolver } from './assessment/assessment.resolver.js';
import { SatisfactionFiguresResolver } from './satisfaction/satisfaction-figures.resolver.js';
import { SupervisionListsResolver } from './satisfaction/supervision-lists.resolver.js';

/** What citizens and supervisors say of it, and the score that comes of everything. */
export const SATISFACTION_RESOLVERS = [SatisfactionFiguresResolver, SupervisionListsResolver, AssessmentResolver, SealedTexts];
