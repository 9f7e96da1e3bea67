/** Expenses, invoices and sales. */
import type { RuddrProjectReference, RuddrReference } from './parts.ts';

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
