/** Time worked, off and planned. */
import type { RuddrJson, RuddrProjectReference, RuddrReference } from './parts.ts';

/** Time that a member worked, or was off. */
export interface RuddrTimeEntry {
  readonly id: string;
  readonly typeId: string;
  readonly statusId: string;
  readonly clientStatusId?: string;
  readonly date: string;
  readonly minutes: number;
  readonly timerStartedAt: string | null;
  readonly notes: string | null;
  readonly startTime?: string | null;
  readonly endTime?: string | null;
  readonly createdAt: string;
  readonly member: RuddrReference;
  readonly project: RuddrProjectReference | null;
  readonly role: RuddrReference | null;
  readonly task: RuddrReference | null;
  readonly timeOffType: RuddrReference | null;
  readonly invoice: RuddrJson | null;
  readonly isBillable: boolean;
  readonly invoiced: boolean;
  readonly rateCurrency?: string | null;
  readonly rate?: number | null;
  readonly costCurrency?: string | null;
  readonly costPerHour?: number | null;
}

/** Time entries that were handed in together. */
export interface RuddrTimesheet {
  readonly id: string;
  readonly start: string;
  readonly end: string;
  readonly createdAt: string;
  readonly submittedOn: string;
  readonly hours: number;
  readonly member: RuddrReference;
  readonly timeEntries: readonly RuddrEntryMinutes[];
}

/** Planned time of a member or of a placeholder. */
export interface RuddrAllocation {
  readonly id: string;
  readonly resourceTypeId: string;
  readonly assignmentTypeId: string;
  readonly start: string;
  readonly end: string;
  readonly unit: string;
  readonly hoursPerDay: number | null;
  readonly hoursPerWeek: number | null;
  readonly hoursPerMonth: number | null;
  readonly totalHours: number;
  readonly isBillable: boolean;
  readonly notes: string | null;
  readonly readOnly: boolean;
  readonly entity: string;
  readonly createdAt: string;
  readonly member: RuddrReference | null;
  readonly placeholder: RuddrReference | null;
  readonly project: RuddrProjectReference | null;
  readonly role: RuddrReference | null;
  readonly task: RuddrReference | null;
  readonly timeOffType: RuddrReference | null;
}

/** A kind of time off. Only what every one surely has is named here. */
export interface RuddrTimeOffType {
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
  readonly createdAt: string;
}

/** A day off; those with `readOnly` are the same in all workspaces. */
export interface RuddrHoliday {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly readOnly: boolean;
  readonly isActive: boolean;
  readonly createdAt: string;
  readonly occurrences: readonly string[];
}

/** A time entry and its length. */
export interface RuddrEntryMinutes {
  readonly id: string;
  readonly minutes: number;
}
