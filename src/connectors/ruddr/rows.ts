/**
 * The rows of each stream, as the API sends them. Identities are UUIDs, `createdAt` is a moment such as
 * `2025-01-15T20:47:03.284Z`, dates are `2025-01-15`. Fields that are not here may come, too.
 */

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

/** Expenses that are handed in together. */
export interface RuddrExpenseReport {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly notes: string | null;
  readonly date: string;
  readonly createdAt: string;
  readonly member: RuddrReference;
}

/** An expense of a member. */
export interface RuddrExpenseItem {
  readonly id: string;
  readonly statusId: string;
  readonly vendor: string | null;
  readonly notes: string | null;
  readonly attendees?: string | null;
  readonly date: string;
  readonly currency: string;
  readonly amount: number;
  readonly markupMethod: string | null;
  readonly markupRatio: number | null;
  readonly markupAmount: number | null;
  readonly markup: number | null;
  readonly total: number;
  readonly unitCount: number | null;
  readonly unitAmount: number | null;
  readonly isReimbursable: boolean;
  readonly isBillable: boolean;
  readonly createdAt: string;
  readonly project: RuddrProjectReference | null;
  readonly expenseReport: RuddrReportRef;
  readonly expenseCategory: RuddrCategoryRef;
  readonly member: RuddrReference;
  readonly invoiced: boolean;
}

/** What an expense is for. */
export interface RuddrExpenseCategory {
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
  readonly requireAttendees: boolean;
  readonly requireReceipt: boolean;
  readonly requireNotes: boolean;
  readonly unitName: string | null;
  readonly unitAmount: number | null;
  readonly code: string | null;
  readonly createdAt: string;
  readonly invoiceItem: RuddrReference | null;
}

/** An expense of a project. */
export interface RuddrProjectExpense {
  readonly id: string;
  readonly date: string;
  readonly amount: number;
  readonly total: number;
  readonly isBillable: boolean;
  readonly vendor: string | null;
  readonly notes: string | null;
  readonly createdAt: string;
  readonly markupMethod: string | null;
  readonly markupAmount: number | null;
  readonly markupRatio: number | null;
  readonly markup: number | null;
  readonly project: RuddrProjectReference;
  readonly expenseCategory: RuddrReference;
  readonly invoiced: boolean;
}

/** What a project, or a month of it, may spend on a category. */
export interface RuddrBudgetExpense {
  readonly id: string;
  readonly billableAmount: number | null;
  readonly nonBillableAmount: number | null;
  readonly createdAt: string;
  readonly expenseCategory: RuddrReference;
  readonly project: RuddrProjectReference;
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

/** A step of a sale. */
export interface RuddrOpportunityStage {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly probability: number;
  readonly statusId: string;
  readonly isActive: boolean;
  readonly opportunityPipelineId?: string;
  readonly createdAt: string;
}

/** A sale that may come. Only what every opportunity surely has is named here. */
export interface RuddrOpportunity {
  readonly id: string;
  readonly name: string;
  readonly notes: string | null;
  readonly stage: RuddrReference | null;
  readonly createdAt: string;
}

/** An invoice, with its lines. */
export interface RuddrInvoice {
  readonly id: string;
  readonly number: string;
  readonly statusId: string;
  readonly companyName: string | null;
  readonly billTo: string | null;
  readonly invoiceFor: string | null;
  readonly issuedOn: string;
  readonly servicesThrough: string | null;
  readonly dueOn: string | null;
  readonly poNumber: string | null;
  readonly notes: string | null;
  readonly emails: readonly string[];
  readonly ccEmails: readonly string[];
  readonly sentOn: string | null;
  readonly currency: string;
  readonly subtotal: number;
  readonly totalDiscount: number;
  readonly taxRate: number | null;
  readonly totalTax: number;
  readonly total: number;
  readonly amountPaid: number;
  readonly amountCredited: number;
  readonly amountDue: number;
  readonly createdAt: string;
  readonly client: RuddrReference;
  readonly projects: readonly RuddrReference[];
  readonly lines: readonly RuddrInvoiceLine[];
  readonly payments: readonly RuddrPayment[];
  readonly creditNotes: readonly RuddrPayment[];
  readonly paymentTerm?: RuddrPaymentTerm | null;
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

/** A kind of time off. Only what every one surely has is named here. */
export interface RuddrTimeOffType {
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
  readonly createdAt: string;
}

/** Another row, by its identity. */
export interface RuddrReference {
  readonly id: string;
  readonly name: string;
}

/** A project and its client. */
export interface RuddrProjectReference {
  readonly id: string;
  readonly name: string;
  readonly client: RuddrReference;
}

/** Planned hours. */
export interface RuddrHours {
  readonly billableHours: number | null;
  readonly nonBillableHours: number | null;
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

/** An expense report. */
export interface RuddrReportRef {
  readonly id: string;
  readonly title: string;
}

/** An expense category. */
export interface RuddrCategoryRef {
  readonly id: string;
  readonly name: string;
  readonly unitName: string | null;
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

/** A line of an invoice. */
export interface RuddrInvoiceLine {
  readonly id: string;
  readonly lineNumber: number;
  readonly item: string | null;
  readonly description: string | null;
  readonly quantity: number;
  readonly rate: number;
  readonly amount: number;
  readonly taxable: boolean;
  readonly project: RuddrReference | null;
  readonly invoiceItem: RuddrReference | null;
}

/** What was paid of an invoice. */
export interface RuddrPayment {
  readonly id: string;
  readonly amount: number;
}

/** When an invoice is due. */
export interface RuddrPaymentTerm {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly days: number | null;
}

/** A time entry and its length. */
export interface RuddrEntryMinutes {
  readonly id: string;
  readonly minutes: number;
}

/** A value whose form is not documented. */
export type RuddrJson =
  string | number | boolean | null | readonly RuddrJson[] | { readonly [field: string]: RuddrJson };
