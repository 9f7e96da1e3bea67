import type { LivingRow } from '../living-rows.ts';
import { client, member, project, projectMember, projectRole, projectTask } from './people-and-projects.ts';
import {
  budgetExpense,
  expenseCategory,
  expenseItem,
  expenseReport,
  invoice,
  opportunity,
  opportunityStage,
  projectExpense,
} from './money.ts';
import { allocation, holiday, timeEntry, timeOffType, timesheet } from './time.ts';
import type { RuddrRow } from './rows.ts';

export type RuddrList =
  | 'clients'
  | 'projects'
  | 'project_members'
  | 'project_tasks'
  | 'expense_reports'
  | 'expense_items'
  | 'expense_categories'
  | 'project_expense'
  | 'project_budget_expenses'
  | 'workspace_members'
  | 'opportunity_stages'
  | 'invoices'
  | 'holidays'
  | 'time_entries'
  | 'timesheets'
  | 'allocations'
  | 'opportunities'
  | 'project_roles'
  | 'project_monthly_budget_expenses'
  | 'time_off_types';

interface MadeList {
  readonly path: string;
  /** Rows in the beginning: one list fills its last page, one has a last page of one row, one is empty. */
  readonly count: number;
  readonly make: (row: LivingRow, seed: number) => RuddrRow;
}

/** Every list of the API, with the path it is at. */
export const ruddrLists: ReadonlyMap<RuddrList, MadeList> = new Map<RuddrList, MadeList>([
  ['clients', { path: '/api/workspace/clients', count: 257, make: client }],
  ['projects', { path: '/api/workspace/projects', count: 200, make: project }],
  ['project_members', { path: '/api/workspace/project-members', count: 101, make: projectMember }],
  ['project_tasks', { path: '/api/workspace/project-tasks', count: 150, make: projectTask }],
  ['expense_reports', { path: '/api/workspace/expense-reports', count: 40, make: expenseReport }],
  ['expense_items', { path: '/api/workspace/expense-items', count: 130, make: expenseItem }],
  ['expense_categories', { path: '/api/workspace/expense-categories', count: 12, make: expenseCategory }],
  ['project_expense', { path: '/api/workspace/project-expenses', count: 60, make: projectExpense }],
  ['project_budget_expenses', { path: '/api/workspace/project-budget-expenses', count: 25, make: budgetExpense }],
  ['workspace_members', { path: '/api/workspace/members', count: 45, make: member }],
  ['opportunity_stages', { path: '/api/workspace/opportunity-stages', count: 6, make: opportunityStage }],
  ['invoices', { path: '/api/workspace/invoices', count: 110, make: invoice }],
  ['holidays', { path: '/api/workspace/holidays', count: 23, make: holiday }],
  ['time_entries', { path: '/api/workspace/time-entries', count: 320, make: timeEntry }],
  ['timesheets', { path: '/api/workspace/timesheets', count: 30, make: timesheet }],
  ['allocations', { path: '/api/workspace/allocations', count: 50, make: allocation }],
  ['opportunities', { path: '/api/workspace/opportunities', count: 20, make: opportunity }],
  ['project_roles', { path: '/api/workspace/project-roles', count: 35, make: projectRole }],
  [
    'project_monthly_budget_expenses',
    { path: '/api/workspace/project-monthly-budget-expenses', count: 0, make: budgetExpense },
  ],
  ['time_off_types', { path: '/api/workspace/time-off-types', count: 4, make: timeOffType }],
]);
