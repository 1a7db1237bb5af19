import { CommandBus } from '@nestjs/cqrs';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { GraphQLError } from 'graphql';
import { CorrelationId, CurrentActor } from '../../platform/auth/current-actor.js';
import type { Actor } from '../../kernel/actor.js';
import { Roles } from '../../platform/auth/roles.decorator.js';
import { checkInput } from '../../platform/check-input.js';
import { ReferenceDirectory } from '../application/reference-directory.js';
import { CommandWatch } from '../../platform/telemetry/command-watch.js';
import { type CatalogueLoaded, LoadCatalogue } from '../application/load-catalogue.js';
import type { Catalogue } from '../domain/catalogue.js';
import { AssessmentFormulaInput, toFormula } from './assessment-formula.inputs.js';
import { CalendarInput } from './calendar.inputs.js';
import { CatalogueChange } from './catalogue-change.js';
import { DepartmentInput, OfficerInput, ServiceItemInput } from './reference.inputs.js';
import { catalogueOf, toCalendar, toDepartment, toOfficer, toServiceItem } from './to-catalogue.js';

const COMMAND = 'LoadCatalogue';
const INPUT = { description: 'The entry as it should be (条目).' };

/** Departments, officers, service items and calendars, one entry at a time; only a difference is recorded. */
@Resolver()
@Roles('administrator')
export class ReferenceMutationsResolver {
  constructor(
    private readonly commands: CommandBus,
    private readonly watch: CommandWatch,
    private readonly directory: ReferenceDirectory,
  ) {}

  @Mutation(() => CatalogueChange, { description: 'Registers a department, or renames it (登记部门).' })
  registerDepartment(@Args('input', INPUT) input: DepartmentInput, @CurrentActor() actor: Actor, @CorrelationId() correlationId: string) {
    return this.load({ departments: [toDepartment(checked(DepartmentInput, input))] }, actor, correlationId);
  }

  @Mutation(() => CatalogueChange, { description: 'Registers an officer, or renames one (登记经办人).' })
  registerOfficer(@Args('input', INPUT) input: OfficerInput, @CurrentActor() actor: Actor, @CorrelationId() correlationId: string) {
    return this.load({ officers: [toOfficer(checked(OfficerInput, input))] }, actor, correlationId);
  }

  @Mutation(() => CatalogueChange, { description: 'Registers a service item, or makes a new version of it (登记或修订事项).' })
  putServiceItem(@Args('input', INPUT) input: ServiceItemInput, @CurrentActor() actor: Actor, @CorrelationId() correlationId: string) {
    return this.load({ serviceItems: [toServiceItem(checked(ServiceItemInput, input))] }, actor, correlationId);
  }

  @Mutation(() => CatalogueChange, { description: 'Defines a calendar, or revises it from today on (定义或修订日历).' })
  putCalendar(@Args('input', INPUT) input: CalendarInput, @CurrentActor() actor: Actor, @CorrelationId() correlationId: string) {
    return this.load({ calendars: [toCalendar(checked(CalendarInput, input))] }, actor, correlationId);
  }

  @Mutation(() => CatalogueChange, { description: 'Defines an assessment formula, or makes a new version of it (定义或修订考核公式).' })
  putAssessmentFormula(@Args('input', INPUT) input: AssessmentFormulaInput, @CurrentActor() actor: Actor, @CorrelationId() correlationId: string) {
    return this.load({ assessmentFormulas: [toFormula(checked(AssessmentFormulaInput, input))] }, actor, correlationId);
  }

  private async load(entries: Partial<Catalogue>, actor: Actor, correlationId: string): Promise<CatalogueChange> {
    const { recorded, unchanged, refused } = await this.execute(entries, actor, correlationId);
    const outcome = recorded > 0 ? 'recorded' : 'unchanged';
    this.watch.count(COMMAND, refused.length > 0 ? 'refused' : outcome, refused[0]?.code);
    return { recorded, unchanged, refused: [...refused], position: this.directory.position };
  }

  private async execute(entries: Partial<Catalogue>, { principal }: Actor, correlationId: string): Promise<CatalogueLoaded> {
    try {
      return await this.watch.handle(COMMAND, 1, (traceparent) =>
        this.commands.execute(new LoadCatalogue(catalogueOf(entries), principal, correlationId, traceparent)));
    } catch (error) {
      this.watch.failed(COMMAND, error);
      throw error;
    }
  }
}

function checked<T extends object>(type: new () => T, input: T): T {
  const reading = checkInput(type, Object.fromEntries(Object.entries(input)));
  if (reading.ok) return reading.value;
  throw new GraphQLError('The input is not valid.', { extensions: { code: 'BAD_USER_INPUT', fields: reading.fields } });
}
