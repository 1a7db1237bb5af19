import { Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { DepartmentEfficiency } from './department-efficiency.type.js';

/** The figures that are counts: one line each, all from the same statement. */
@Resolver(() => DepartmentEfficiency)
export class CountedFiguresResolver {
  @ResolveField(() => Int, { description: 'Requests received first by it, by the receipt’s instant (收件).' })
  received(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<number> {
    return report.count(departmentId, 'RECEIVED');
  }

  @ResolveField(() => Int, { description: 'Closures it made; a reopened request can have several (办结).' })
  closures(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<number> {
    return report.count(departmentId, 'CLOSURES');
  }

  @ResolveField(() => Int, { description: 'Reopenings of closures it made (重开).' })
  reopenings(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<number> {
    return report.count(departmentId, 'REOPENINGS');
  }

  @ResolveField(() => Int, { description: 'Transfers it sent, refusals included, recalled ones not (转出).' })
  transfersOut(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<number> {
    return report.count(departmentId, 'TRANSFERS_OUT');
  }

  @ResolveField(() => Int, { description: 'Transfers it got (转入).' })
  transfersIn(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<number> {
    return report.count(departmentId, 'TRANSFERS_IN');
  }

  @ResolveField(() => Int, { description: 'Transfers it sent along the route pinned at receipt (按流程流转).' })
  plannedTransfers(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<number> {
    return report.count(departmentId, 'PLANNED_TRANSFERS');
  }

  @ResolveField(() => Int, { description: 'Unplanned transfers and refusals it sent, after supervisors’ rulings (推诿).' })
  buckPasses(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<number> {
    return report.count(departmentId, 'BUCK_PASSES');
  }

  @ResolveField(() => Int, { description: 'The same before rulings (裁定前推诿).' })
  buckPassesBeforeRulings(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<number> {
    return report.count(departmentId, 'BUCK_PASSES_BEFORE_RULINGS');
  }

  @ResolveField(() => Int, { description: 'Transfers it sent to a department that had held the request before (退回).' })
  returns(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<number> {
    return report.count(departmentId, 'RETURNS');
  }

  @ResolveField(() => Int, { description: 'Transfers by which it sent a request straight back to where it came from (来回推).' })
  pingPongs(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<number> {
    return report.count(departmentId, 'PING_PONGS');
  }

  @ResolveField(() => Int, { description: 'Unplanned transfers after less working time than the threshold, without recorded progress (烫手山芋).' })
  hotPotatoes(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<number> {
    return report.count(departmentId, 'HOT_POTATOES');
  }

  @ResolveField(() => Int, { description: 'Transfers it refused to take (拒收).' })
  refusals(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<number> {
    return report.count(departmentId, 'REFUSALS');
  }

  @ResolveField(() => Int, { description: 'Transfers it recalled; both hops leave the transfer figures (撤回转办).' })
  recalls(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<number> {
    return report.count(departmentId, 'RECALLS');
  }

  @ResolveField(() => Int, { description: 'Requests it took first that were completed without any transfer and not reopened within 15 × 24 h (首问办结).' })
  firstInquiryCompletions(@Parent() { report, departmentId }: DepartmentEfficiency): Promise<number> {
    return report.count(departmentId, 'FIRST_INQUIRY_COMPLETIONS');
  }
}
