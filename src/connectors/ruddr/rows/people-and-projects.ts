/** People, clients and their projects. */
import type { RuddrHours, RuddrJson, RuddrProjectReference, RuddrReference } from './parts.ts';

/** Whose data it is. */
export interface RuddrWorkspace {
  readonly id: string;
  readonly name: string;
}

/** A customer. */
export interface RuddrClient {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly code: string | null;
  readonly currency: string;
  readonly notes: string | null;
  readonly emails: readonly string[];
  readonly streetAddress: string | null;
  readonly invoiceDetailsSource: string;
  readonly invoiceSubject: string | null;
  readonly invoiceNotes: string | null;
  readonly invoiceEmailSubject: string | null;
  readonly invoiceEmailBody: string | null;
  readonly isInternal: boolean;
  readonly recordStatusId: string;
  readonly createdAt: string;
  readonly owner: RuddrReference | null;
  readonly practice: RuddrReference | null;
  readonly tags: readonly RuddrReference[];
  readonly invoicePaymentTerm: RuddrReference | null;
  readonly salesRepresentative: RuddrReference | null;
  readonly useWorkspaceInvoiceDetails: boolean;
  readonly businessUnit: RuddrReference | null;
}

/** A project of a client. */
export interface RuddrProject {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly notes: string | null;
  readonly statusId: string;
  readonly start: string | null;
  readonly end: string | null;
  readonly code: string | null;
  readonly poNumber: string | null;
  readonly billingTypeId: string;
  readonly isBillable: boolean;
  readonly currency: string;
  readonly revenueRecognitionMethod: string | null;
  readonly fixedFee: number | null;
  readonly fixedRecurringFee: number | null;
  readonly fixedRecurringStart: string | null;
  readonly fixedRecurringEnd: string | null;
  readonly useRoles: boolean;
  readonly useBudget: boolean;
  readonly budgetMode: string | null;
  readonly useMonthlyBudget: boolean;
  readonly monthlyBudgetMode: string | null;
  readonly capMaxMemberHoursPerDay: boolean;
  readonly maxMemberHoursPerDay: number | null;
  readonly requiresNotes: boolean;
  readonly requiresTasks: boolean;
  readonly recordStatusId: string;
  readonly isProductive: boolean | null;
  readonly lockTimeAndExpenses: boolean;
  readonly trackTimeToAssignedRoles: boolean;
  readonly cloudFolderUrl: string | null;
  readonly createdAt: string;
  readonly completedOn: string | null;
  readonly client: RuddrReference;
  readonly practice: RuddrReference | null;
  readonly projectType: RuddrReference | null;
  readonly projectGroup: RuddrReference | null;
  readonly tags: readonly RuddrReference[];
  readonly businessUnit: RuddrReference | null;
  readonly salesRepresentative: RuddrReference | null;
}

/** A member of a project. */
export interface RuddrProjectMember {
  readonly id: string;
  readonly typeId: string;
  readonly isActive: boolean;
  readonly isBillable: boolean;
  readonly rate: number | null;
  readonly overrideCostRate: boolean;
  readonly costCurrency: string | null;
  readonly costPerHour: number | null;
  readonly overheadCostPerHour: number | null;
  readonly createdAt: string;
  readonly member: RuddrReference;
  readonly project: RuddrProjectReference;
  readonly roles: readonly RuddrReference[] | null;
  readonly budget: RuddrHours | null;
  readonly monthlyBudget: RuddrHours | null;
}

/** A task of a project. */
export interface RuddrProjectTask {
  readonly id: string;
  readonly name: string;
  readonly notes: string | null;
  readonly order: number;
  readonly position: number;
  readonly statusId: string;
  readonly start: string | null;
  readonly end: string | null;
  readonly isBillable: boolean;
  readonly lockTime: boolean;
  readonly capHours: boolean;
  readonly capAssignedHours: boolean;
  readonly code: string | null;
  readonly forAssignedOnly: boolean;
  readonly requireNotes: boolean;
  readonly recordStatusId: string;
  readonly budgetedHours: number | null;
  readonly budgetedServicesRevenue: number | null;
  readonly createdAt: string;
  readonly parent: RuddrReference | null;
  readonly project: RuddrProjectReference;
  readonly roles: readonly RuddrTaskRole[];
  readonly tags: readonly RuddrReference[];
  readonly projectMembers: readonly RuddrTaskMember[];
}

/** A role in a project. */
export interface RuddrProjectRole {
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
  readonly isBillable: boolean;
  readonly rate: number | null;
  readonly createdAt: string;
  readonly project: RuddrProjectReference;
  readonly discipline: RuddrReference | null;
  readonly budget: RuddrHours | null;
  readonly monthlyBudget: RuddrHours | null;
}

/** Somebody who works in the workspace. */
export interface RuddrMember {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly isActive: boolean;
  readonly isBillable: boolean;
  readonly loginEnabled: boolean;
  readonly invitationStatusId: string;
  readonly employmentTypeId: string;
  readonly costMethodId: string;
  readonly defaultRate: number | null;
  readonly defaultRateCurrency: string | null;
  readonly activeStartDate: string | null;
  readonly activeEndDate: string | null;
  readonly timeOffAllowed: boolean;
  readonly timeOffApprovalMode: string | null;
  readonly internalId: string | null;
  readonly createdAt: string;
  readonly jobTitle: RuddrReference | null;
  readonly level: RuddrReference | null;
  readonly discipline: RuddrReference | null;
  readonly practice: RuddrReference | null;
  readonly location: RuddrReference | null;
  readonly manager: RuddrReference | null;
  readonly holidaySchedule: RuddrReference | null;
  readonly securityRole: RuddrReference | null;
  readonly availabilityPeriods: readonly RuddrAvailabilityPeriod[];
  readonly costPeriods: readonly RuddrCostPeriod[];
  readonly utilizationTargetPeriods: readonly RuddrJson[];
  readonly skills: readonly RuddrReference[];
  readonly tags: readonly RuddrReference[];
}

/** A role and its hours. */
export interface RuddrTaskRole {
  readonly id: string;
  readonly name: string;
  readonly hours: number | null;
}

/** A member of a project and the hours of a task. */
export interface RuddrTaskMember {
  readonly id: string;
  readonly createdAt?: string;
  readonly member: RuddrReference;
  readonly hours: number | null;
}

/** Hours for each day of the week, Sunday first. */
export interface RuddrAvailabilityPeriod {
  readonly id: string;
  readonly start: string | null;
  readonly hoursPerDay: readonly number[];
}

/** What a member costs from a day on. */
export interface RuddrCostPeriod {
  readonly id: string;
  readonly start: string | null;
  readonly currency: string;
  readonly costPerHour: number;
  readonly overheadCostPerHour: number;
  readonly totalCostPerHour: number;
}
