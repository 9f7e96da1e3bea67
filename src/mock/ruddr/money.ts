import type { LivingRow } from '../living-rows.ts';
import { dateOf, wordsOf } from '../made-values.ts';
import { amountOf, born, projectOf, reference, unless, type RuddrRow } from './rows.ts';

export function expenseReport({ index, revision }: LivingRow, seed: number): RuddrRow {
  return {
    ...born('expense_reports', index, seed),
    number: index + 1,
    title: `${wordsOf('expense_reports', index, seed)} ${index}`,
    notes: revision === 0 ? null : `changed ${revision} times`,
    date: dateOf(index * 3),
    member: reference('workspace_members', index % 45, seed),
  };
}

const itemStates = ['not_submitted', 'pending_approval', 'approved', 'rejected'] as const;

export function expenseItem({ index, revision }: LivingRow, seed: number): RuddrRow {
  const isMileage = index % 4 === 0;
  const attendees = index % 5 === 0 ? {} : { attendees: unless(index, 2, 'Ada, Łukasz') };
  return {
    ...born('expense_items', index, seed),
    statusId: itemStates[(index + revision) % itemStates.length],
    vendor: unless(index, 3, wordsOf('vendor', index, seed)),
    notes: null,
    ...attendees,
    date: dateOf(index),
    currency: 'USD',
    amount: amountOf(index, revision),
    markupMethod: null,
    markupRatio: null,
    markupAmount: null,
    markup: null,
    total: amountOf(index, revision),
    unitCount: isMileage ? 50 + index / 2 : null,
    unitAmount: isMileage ? 0.67 : null,
    isReimbursable: true,
    isBillable: index % 2 === 0,
    project: unless(index, 3, projectOf(index, seed)),
    expenseReport: { id: reference('expense_reports', index % 40, seed).id, title: 'January' },
    expenseCategory: { ...reference('expense_categories', index % 12, seed), unitName: isMileage ? 'Mile' : null },
    member: reference('workspace_members', index % 45, seed),
    invoiced: false,
  };
}

export function expenseCategory({ index, revision }: LivingRow, seed: number): RuddrRow {
  const isMileage = index % 4 === 0;
  return {
    ...born('expense_categories', index, seed),
    name: `${wordsOf('expense_categories', index, seed)} ${index}`,
    isActive: revision % 2 === 0,
    requireAttendees: false,
    requireReceipt: index % 2 === 0,
    requireNotes: false,
    unitName: isMileage ? 'mile' : null,
    unitAmount: isMileage ? 0.655 : null,
    code: null,
    invoiceItem: unless(index, 5, reference('item', index % 3, seed)),
  };
}

export function projectExpense({ index, revision }: LivingRow, seed: number): RuddrRow {
  const isMarked = index % 3 === 1;
  return {
    ...born('project_expense', index, seed),
    date: dateOf(index * 2),
    amount: amountOf(index, revision),
    total: amountOf(index, revision + 1),
    isBillable: true,
    vendor: null,
    notes: unless(index, 4, 'näive “quotes”'),
    markupMethod: isMarked ? 'percentage' : null,
    markupAmount: null,
    markupRatio: isMarked ? 0.2 : null,
    markup: isMarked ? 490.15 : null,
    project: projectOf(index, seed),
    expenseCategory: reference('expense_categories', index % 12, seed),
    invoiced: index % 6 === 0,
  };
}

/** The same of a project and of a month. */
export function budgetExpense({ index, revision }: LivingRow, seed: number): RuddrRow {
  return {
    ...born('budget_expenses', index, seed),
    billableAmount: unless(index, 5, amountOf(index, revision)),
    nonBillableAmount: unless(index, 2, amountOf(index, 0)),
    expenseCategory: reference('expense_categories', index % 12, seed),
    project: projectOf(index, seed),
  };
}

export function opportunityStage({ index, revision }: LivingRow, seed: number): RuddrRow {
  const pipeline = index % 2 === 0 ? { opportunityPipelineId: reference('pipeline', 0, seed).id } : {};
  return {
    ...born('opportunity_stages', index, seed),
    name: `Stage ${index}${revision === 0 ? '' : ` (${revision})`}`,
    description: null,
    // From nothing to certain: whole numbers at both ends.
    probability: Math.min(1, index / 5),
    statusId: 'open',
    isActive: true,
    ...pipeline,
  };
}

export function opportunity({ index, revision }: LivingRow, seed: number): RuddrRow {
  return {
    ...born('opportunities', index, seed),
    name: `${wordsOf('opportunities', index, seed)} ${index}`,
    notes: revision === 0 ? null : `changed ${revision} times`,
    stage: reference('opportunity_stages', index % 6, seed),
  };
}

export function invoice({ index, revision }: LivingRow, seed: number): RuddrRow {
  const subtotal = amountOf(index, 50);
  return {
    ...born('invoices', index, seed),
    number: `INV-${String(index).padStart(3, '0')}`,
    statusId: revision === 0 ? 'sent' : 'paid',
    companyName: 'Ünïcode Studio',
    billTo: 'Acme\n1 Main St',
    invoiceFor: null,
    issuedOn: dateOf(index),
    servicesThrough: null,
    dueOn: dateOf(index + 30),
    poNumber: null,
    notes: null,
    emails: index % 2 === 0 ? [] : ['ap@example.com'],
    ccEmails: [],
    sentOn: unless(index, 4, dateOf(index + 1)),
    currency: 'USD',
    subtotal,
    totalDiscount: 0,
    taxRate: index % 2 === 0 ? 0 : 0.05,
    totalTax: index % 2 === 0 ? 0 : 237.5,
    total: subtotal,
    amountPaid: revision === 0 ? 0 : subtotal,
    amountCredited: 0,
    amountDue: revision === 0 ? subtotal : 0,
    client: reference('clients', index % 257, seed),
    projects: [reference('projects', index % 200, seed)],
    lines: Array.from({ length: index % 4 }, (_, place) => line(index, place, seed)),
    payments: revision === 0 ? [] : [{ id: born('payments', index, seed).id, amount: subtotal }],
    creditNotes: [],
    paymentTerm: { ...reference('term', index % 3, seed), type: 'net', days: 30 },
  };
}

function line(index: number, place: number, seed: number): unknown {
  return {
    id: born('lines', index * 4 + place, seed).id,
    lineNumber: place + 1,
    item: wordsOf('item', place, seed),
    description: null,
    quantity: place === 0 ? 40 : 2.25,
    rate: place === 1 ? 150 : 99.99,
    amount: amountOf(index, place),
    taxable: true,
    project: unless(place, 2, reference('projects', index % 200, seed)),
    invoiceItem: reference('item', place, seed),
  };
}
