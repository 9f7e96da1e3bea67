/**
 * Numbers of one field come as integers and as fractions: without a word on them the first row would decide. Money is
 * exact; hours and ratios are not money.
 */
import type { ColumnConfig, NestedHintConfig } from '../../sources/rest-api/reading/hint-vocabulary.ts';

type Columns = Readonly<Record<string, ColumnConfig>>;

/** What is known of the numbers of a table and of those that are nested in it. */
interface TableNumbers {
  readonly columns?: Columns;
  readonly nested_hints?: Readonly<Record<string, NestedHintConfig>>;
}

/** By the name of the stream. */
export const numbersOf: Readonly<Record<string, TableNumbers>> = {
  projects: { columns: { ...money('fixedFee', 'fixedRecurringFee'), ...amounts('maxMemberHoursPerDay') } },
  project_members: {
    columns: {
      ...money('rate', 'costPerHour', 'overheadCostPerHour'),
      ...amounts('budget__billableHours', 'budget__nonBillableHours'),
      ...amounts('monthlyBudget__billableHours', 'monthlyBudget__nonBillableHours'),
    },
  },
  project_roles: {
    columns: {
      ...money('rate'),
      ...amounts('budget__billableHours', 'budget__nonBillableHours'),
      ...amounts('monthlyBudget__billableHours', 'monthlyBudget__nonBillableHours'),
    },
  },
  project_tasks: {
    columns: { ...money('budgetedServicesRevenue'), ...amounts('budgetedHours') },
    nested_hints: { roles: { columns: amounts('hours') }, projectMembers: { columns: amounts('hours') } },
  },
  expense_items: {
    columns: {
      ...money('amount', 'markupAmount', 'markup', 'total', 'unitAmount'),
      ...amounts('markupRatio', 'unitCount'),
    },
  },
  expense_categories: { columns: money('unitAmount') },
  project_expense: { columns: { ...money('amount', 'total', 'markupAmount', 'markup'), ...amounts('markupRatio') } },
  project_budget_expenses: { columns: money('billableAmount', 'nonBillableAmount') },
  project_monthly_budget_expenses: { columns: money('billableAmount', 'nonBillableAmount') },
  workspace_members: {
    columns: money('defaultRate'),
    nested_hints: {
      costPeriods: { columns: money('costPerHour', 'overheadCostPerHour', 'totalCostPerHour') },
      availabilityPeriods__hoursPerDay: { columns: amounts('value') },
    },
  },
  opportunity_stages: { columns: amounts('probability') },
  invoices: {
    columns: {
      ...money('subtotal', 'totalDiscount', 'totalTax', 'total', 'amountPaid', 'amountCredited', 'amountDue'),
      ...amounts('taxRate'),
    },
    nested_hints: {
      lines: { columns: { ...money('rate', 'amount'), ...amounts('quantity') } },
      payments: { columns: money('amount') },
      creditNotes: { columns: money('amount') },
    },
  },
  time_entries: { columns: money('rate', 'costPerHour') },
  timesheets: { columns: amounts('hours') },
  allocations: { columns: amounts('hoursPerDay', 'hoursPerWeek', 'hoursPerMonth', 'totalHours') },
};

function money(...fields: readonly string[]): Columns {
  return typed(fields, { data_type: 'decimal' });
}

function amounts(...fields: readonly string[]): Columns {
  return typed(fields, { data_type: 'double' });
}

function typed(fields: readonly string[], column: ColumnConfig): Columns {
  return Object.fromEntries(fields.map((field) => [field, column]));
}
