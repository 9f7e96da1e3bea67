import type { LivingRow } from '../living-rows.ts';
import { dateOf, wordsOf } from '../made-values.ts';
import { amountOf, born, projectOf, reference, unless, type RuddrRow } from './rows.ts';

export function client({ index, revision }: LivingRow, seed: number): RuddrRow {
  return {
    ...born('clients', index, seed),
    key: `client-${index}`,
    name: `${wordsOf('clients', index, seed)} ${index}`,
    code: unless(index, 4, `AC-${index}`),
    currency: index % 5 === 0 ? 'EUR' : 'USD',
    notes: revision === 0 ? null : `changed ${revision} times`,
    emails: Array.from({ length: index % 3 }, (_, place) => `ap${place}@client-${index}.example.com`),
    streetAddress: unless(index, 2, `${index} Main St\nSuite ${index}`),
    invoiceDetailsSource: 'workspace',
    invoiceSubject: null,
    invoiceNotes: null,
    invoiceEmailSubject: null,
    invoiceEmailBody: null,
    isInternal: index === 0,
    recordStatusId: index % 17 === 0 ? 'archived' : 'active',
    owner: unless(index, 6, reference('workspace_members', index % 45, seed)),
    practice: unless(index, 2, reference('practice', index % 4, seed)),
    tags: tagsOf(index, seed),
    invoicePaymentTerm: reference('term', index % 3, seed),
    salesRepresentative: null,
    useWorkspaceInvoiceDetails: true,
    businessUnit: unless(index, 3, reference('unit', index % 2, seed)),
  };
}

export function project({ index, revision }: LivingRow, seed: number): RuddrRow {
  const isFixed = index % 3 === 1;
  return {
    ...born('projects', index, seed),
    key: `project-${index}`,
    name: `${wordsOf('projects', index, seed)} ${index}`,
    notes: unless(index, 3, 'First line\nsecond line'),
    statusId: revision % 2 === 1 ? 'completed' : 'in_progress',
    start: unless(index, 5, dateOf(index)),
    end: revision % 2 === 1 ? dateOf(index + 90) : null,
    code: unless(index, 2, `PRJ-${index}`),
    poNumber: null,
    billingTypeId: isFixed ? 'fixed' : 'tm',
    isBillable: index % 7 !== 0,
    currency: 'USD',
    revenueRecognitionMethod: unless(index, 9, 'invoiced'),
    fixedFee: isFixed ? amountOf(index, revision) : null,
    fixedRecurringFee: null,
    fixedRecurringStart: null,
    fixedRecurringEnd: null,
    useRoles: index % 2 === 0,
    useBudget: true,
    budgetMode: unless(index, 4, 'detailed'),
    useMonthlyBudget: false,
    monthlyBudgetMode: null,
    capMaxMemberHoursPerDay: index % 8 === 0,
    maxMemberHoursPerDay: index % 8 === 0 ? 7.5 : null,
    requiresNotes: false,
    requiresTasks: index % 2 === 1,
    recordStatusId: 'active',
    isProductive: unless(index, 11, true),
    lockTimeAndExpenses: false,
    trackTimeToAssignedRoles: false,
    cloudFolderUrl: unless(index, 2, `https://files.example.com/${index}?a=1&b=%20`),
    completedOn: revision % 2 === 1 ? dateOf(index + 91) : null,
    client: reference('clients', index % 257, seed),
    practice: unless(index, 2, reference('practice', index % 4, seed)),
    projectType: null,
    projectGroup: unless(index, 3, reference('group', index % 5, seed)),
    tags: tagsOf(index, seed),
    businessUnit: null,
    salesRepresentative: null,
  };
}

export function projectMember({ index, revision }: LivingRow, seed: number): RuddrRow {
  return {
    ...born('project_members', index, seed),
    typeId: index % 10 === 0 ? 'project_admin' : 'collaborator',
    isActive: index % 9 !== 8,
    isBillable: true,
    rate: unless(index, 8, amountOf(index, revision)),
    overrideCostRate: index % 2 === 0,
    costCurrency: unless(index, 2, 'USD'),
    costPerHour: unless(index, 2, amountOf(index, 0)),
    overheadCostPerHour: null,
    member: reference('workspace_members', index % 45, seed),
    project: projectOf(index, seed),
    roles: unless(index, 2, [reference('project_roles', index % 35, seed)]),
    budget: unless(index, 3, { billableHours: 120 + index / 4, nonBillableHours: 20 }),
    monthlyBudget: null,
  };
}

export function projectTask({ index, revision }: LivingRow, seed: number): RuddrRow {
  return {
    ...born('project_tasks', index, seed),
    name: `${wordsOf('project_tasks', index, seed)} ${index}`,
    notes: null,
    order: 16384 * (index + 1),
    position: 16384 * (index + 1),
    statusId: revision === 0 ? 'in_progress' : 'completed',
    start: null,
    end: unless(index, 2, dateOf(index)),
    isBillable: true,
    lockTime: false,
    capHours: false,
    capAssignedHours: false,
    code: unless(index, 3, `T-${index}`),
    forAssignedOnly: false,
    requireNotes: false,
    recordStatusId: 'active',
    budgetedHours: unless(index, 4, index % 2 === 0 ? 120 : 120.5),
    budgetedServicesRevenue: unless(index, 4, amountOf(index, revision)),
    parent: index % 4 === 3 ? reference('project_tasks', index - 1, seed) : null,
    project: projectOf(index, seed),
    roles: index % 2 === 0 ? [] : [{ ...reference('project_roles', index % 35, seed), hours: 80 }],
    tags: tagsOf(index, seed),
    projectMembers: Array.from({ length: index % 3 }, (_, place) => ({
      ...born('task_members', index * 3 + place, seed),
      member: reference('workspace_members', (index + place) % 45, seed),
      hours: place === 0 ? null : 12.5,
    })),
  };
}

export function projectRole({ index, revision }: LivingRow, seed: number): RuddrRow {
  return {
    ...born('project_roles', index, seed),
    name: `${wordsOf('project_roles', index, seed)} ${index}`,
    isActive: true,
    isBillable: index % 5 !== 0,
    rate: unless(index, 4, amountOf(index, revision)),
    project: projectOf(index, seed),
    discipline: unless(index, 3, reference('discipline', index % 4, seed)),
    budget: unless(index, 2, { billableHours: null, nonBillableHours: 20 + index / 2 }),
    monthlyBudget: null,
  };
}

export function member({ index, revision }: LivingRow, seed: number): RuddrRow {
  const period = born('periods', index, seed);
  return {
    ...born('workspace_members', index, seed),
    name: `${wordsOf('workspace_members', index, seed)} ${index}`,
    email: `member-${index}@example.com`,
    isActive: revision % 2 === 0,
    isBillable: true,
    loginEnabled: index % 6 !== 0,
    invitationStatusId: 'accepted',
    employmentTypeId: index % 4 === 0 ? 'contractor' : 'employee',
    costMethodId: 'fixed_hourly',
    defaultRate: unless(index, 7, amountOf(index, revision)),
    defaultRateCurrency: 'USD',
    activeStartDate: dateOf(index),
    activeEndDate: revision % 2 === 0 ? null : dateOf(index + 300),
    timeOffAllowed: true,
    timeOffApprovalMode: 'auto',
    internalId: unless(index, 2, `E${String(index).padStart(4, '0')}`),
    jobTitle: null,
    level: null,
    discipline: unless(index, 3, reference('discipline', index % 4, seed)),
    practice: unless(index, 2, reference('practice', index % 4, seed)),
    location: null,
    manager: index === 0 ? null : reference('workspace_members', 0, seed),
    holidaySchedule: reference('schedule', index % 2, seed),
    securityRole: reference('security', index % 3, seed),
    availabilityPeriods: [{ id: period.id, start: null, hoursPerDay: [0, 8, 8, 8, 8, index % 2 === 0 ? 8 : 4.5, 0] }],
    costPeriods: Array.from({ length: index % 3 }, (_, place) => ({
      id: born('costs', index * 3 + place, seed).id,
      start: place === 0 ? null : dateOf(index + 30),
      currency: 'USD',
      costPerHour: amountOf(index, place),
      overheadCostPerHour: 0,
      totalCostPerHour: amountOf(index, place),
    })),
    utilizationTargetPeriods: [],
    skills: index % 4 === 0 ? [reference('skill', index % 6, seed)] : [],
    tags: tagsOf(index, seed),
  };
}

function tagsOf(index: number, seed: number): readonly unknown[] {
  return Array.from({ length: index % 4 === 3 ? 2 : 0 }, (_, place) => reference('tag', (index + place) % 9, seed));
}
