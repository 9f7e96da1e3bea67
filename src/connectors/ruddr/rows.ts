/**
 * The rows of each stream, as the API sends them. Identities are UUIDs, `createdAt` is a moment such as
 * `2025-01-15T20:47:03.284Z`, dates are `2025-01-15`. Fields that are not here may come, too.
 */

import type {
  RuddrWorkspace,
  RuddrClient,
  RuddrProject,
  RuddrProjectMember,
  RuddrProjectTask,
  RuddrProjectRole,
  RuddrMember,
} from './rows/people-and-projects.ts';
import type {
  RuddrExpenseReport,
  RuddrExpenseItem,
  RuddrExpenseCategory,
  RuddrProjectExpense,
  RuddrBudgetExpense,
  RuddrOpportunityStage,
  RuddrOpportunity,
  RuddrInvoice,
} from './rows/money.ts';
import type { RuddrTimeEntry, RuddrTimesheet, RuddrAllocation, RuddrTimeOffType, RuddrHoliday } from './rows/time.ts';

export type * from './rows/people-and-projects.ts';
export type * from './rows/money.ts';
export type * from './rows/time.ts';
export type * from './rows/parts.ts';

/** The row of each stream, by its name. */
export interface RuddrRows {
  readonly workspace: RuddrWorkspace;
  readonly clients: RuddrClient;
  readonly projects: RuddrProject;
  readonly project_members: RuddrProjectMember;
  readonly project_tasks: RuddrProjectTask;
  readonly expense_reports: RuddrExpenseReport;
  readonly expense_items: RuddrExpenseItem;
  readonly expense_categories: RuddrExpenseCategory;
  readonly project_expense: RuddrProjectExpense;
  readonly project_budget_expenses: RuddrBudgetExpense;
  readonly workspace_members: RuddrMember;
  readonly opportunity_stages: RuddrOpportunityStage;
  readonly invoices: RuddrInvoice;
  readonly holidays: RuddrHoliday;
  readonly time_entries: RuddrTimeEntry;
  readonly timesheets: RuddrTimesheet;
  readonly allocations: RuddrAllocation;
  readonly opportunities: RuddrOpportunity;
  readonly project_roles: RuddrProjectRole;
  readonly project_monthly_budget_expenses: RuddrBudgetExpense;
  readonly time_off_types: RuddrTimeOffType;
}
