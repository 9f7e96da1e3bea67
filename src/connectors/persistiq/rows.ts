/**
 * Rows as PersistIQ answers with them.
 * @see the OpenAPI document that the vendor serves
 */

/** A person that is written to. */
export interface PersistIqLead {
  readonly id: string;
  readonly status: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly creator_id: string | null;
  readonly owner_id: string | null;
  readonly bounced: boolean;
  readonly optedout: boolean;
  readonly sent_count: number;
  readonly replied_count: number;
  readonly last_sent_at: string | null;
}

/** Somebody of the company. */
export interface PersistIqUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly activated: boolean;
  readonly salesforce_id: string | null;
  readonly default_mailbox_id: string | null;
  readonly mailboxes: readonly {
    readonly id: string;
    readonly email: string;
    readonly campaign_ids: readonly string[];
  }[];
}

/** A campaign, with its figures. */
export interface PersistIqCampaign {
  readonly id: string;
  readonly name: string;
  readonly creator: { readonly id: string; readonly name: string; readonly email: string };
  readonly stats: {
    readonly prospects_contacted: number;
    readonly prospects_reached: number;
    readonly prospects_opened: number;
    readonly prospects_replied: number;
    readonly prospects_bounced: number;
    readonly prospects_optedout: number;
    readonly total_prospects: number;
  };
}

/** A lead in a campaign. */
export interface PersistIqCampaignLead {
  readonly id: string;
  readonly campaign_id: string;
  readonly mailbox_id: string;
  readonly lead: PersistIqLead;
}

/** An answer to a campaign. */
export interface PersistIqReply {
  readonly id: string;
  readonly from_email: string | null;
  readonly to_emails: readonly string[];
  readonly cc_emails: readonly string[];
  readonly subject: string | null;
  readonly body: string | null;
  readonly preview: string | null;
  readonly sent_at: string | null;
  readonly sentiment: string | null;
  readonly kind: string;
  readonly lead_id: string | null;
  readonly campaign_id: string | null;
  readonly step_message_id: string | null;
}

/** Something that happened. */
export interface PersistIqEvent {
  readonly id: string;
  readonly event_type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly created_at: string;
}

/** A field that leads may have in their `data`. */
export interface PersistIqLeadField {
  readonly id: string;
  readonly name: string;
  readonly label: string;
}

/** A status that leads may have. */
export interface PersistIqLeadStatus {
  readonly id: string;
  readonly name: string;
}

/** A word that leads are marked with. */
export interface PersistIqTag {
  readonly id: string;
  readonly name: string;
}

/** A domain that is not written to. */
export interface PersistIqDncDomain {
  readonly id: string;
  readonly name: string;
}
