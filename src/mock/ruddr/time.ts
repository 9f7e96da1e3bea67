import type { LivingRow } from '../living-rows.ts';
import { dateOf, instantOf, wordsOf } from '../made-values.ts';
import { amountOf, born, projectOf, reference, unless, type RuddrRow } from './rows.ts';

export function timeEntry({ index, revision }: LivingRow, seed: number): RuddrRow {
  const isTimeOff = index % 12 === 11;
  const invoice = { id: reference('invoices', index % 110, seed).id, number: `INV-${index % 110}` };
  return {
    ...born('time_entries', index, seed),
    typeId: isTimeOff ? 'time_off' : 'project_time',
    statusId: revision === 0 ? 'pending_approval' : 'approved',
    clientStatusId: 'not_created',
    date: dateOf(index),
    minutes: 15 * (1 + (index % 32)),
    timerStartedAt: unless(index, 2, instantOf(index * 97)),
    notes: unless(index, 3, wordsOf('time_entries', index, seed)),
    startTime: unless(index, 4, '09:00'),
    endTime: unless(index, 4, '10:00'),
    member: reference('workspace_members', index % 45, seed),
    project: isTimeOff ? null : projectOf(index, seed),
    role: unless(index, 2, reference('project_roles', index % 35, seed)),
    task: unless(index, 3, reference('project_tasks', index % 150, seed)),
    timeOffType: isTimeOff ? reference('time_off_types', index % 4, seed) : null,
    invoice: index % 6 === 0 ? { ...invoice, line: { id: reference('lines', index, seed).id, number: 1 } } : null,
    isBillable: !isTimeOff,
    invoiced: index % 6 === 0,
    rateCurrency: 'USD',
    rate: unless(index, 5, amountOf(index, revision)),
    costCurrency: 'USD',
    costPerHour: unless(index, 5, amountOf(index, 0)),
  };
}

export function timesheet({ index, revision }: LivingRow, seed: number): RuddrRow {
  return {
    ...born('timesheets', index, seed),
    start: dateOf(index * 7),
    end: dateOf(index * 7 + 6),
    submittedOn: instantOf(index * 7 * 1440),
    hours: index % 2 === 0 ? 40 - revision : 38.5,
    member: reference('workspace_members', index % 45, seed),
    timeEntries: Array.from({ length: index % 5 }, (_, place) => ({
      id: born('time_entries', index * 5 + place, seed).id,
      minutes: 480,
    })),
  };
}

export function allocation({ index, revision }: LivingRow, seed: number): RuddrRow {
  const isPerson = index % 4 !== 0;
  return {
    ...born('allocations', index, seed),
    resourceTypeId: isPerson ? 'member' : 'placeholder',
    assignmentTypeId: 'project',
    start: dateOf(index),
    end: dateOf(index + 60),
    unit: 'day',
    hoursPerDay: index % 2 === 0 ? 8 : 6.5,
    hoursPerWeek: null,
    hoursPerMonth: null,
    totalHours: index % 2 === 0 ? 528 + revision : 422.5,
    isBillable: true,
    notes: null,
    readOnly: false,
    entity: 'allocation',
    member: isPerson ? reference('workspace_members', index % 45, seed) : null,
    placeholder: isPerson ? null : reference('placeholders', index, seed),
    project: projectOf(index, seed),
    role: null,
    task: unless(index, 2, reference('project_tasks', index % 150, seed)),
    timeOffType: null,
  };
}

export function timeOffType({ index, revision }: LivingRow, seed: number): RuddrRow {
  return {
    ...born('time_off_types', index, seed),
    name: `${wordsOf('time_off_types', index, seed)} ${index}`,
    isActive: revision % 2 === 0,
  };
}

export function holiday({ index, revision }: LivingRow, seed: number): RuddrRow {
  return {
    ...born('holidays', index, seed),
    name: `${wordsOf('holidays', index, seed)} day`,
    description: null,
    readOnly: index % 3 !== 0,
    isActive: revision % 2 === 0,
    occurrences: Array.from({ length: index % 4 }, (_, year) => `${2025 + year}-07-04`),
  };
}
