import type { AddresseeNumber, IsoDate, TicketNumber } from '../identifiers.ts';
import type { ResidencyFlag } from '../../vrs-api/people.ts';

/** Who holds a ticket and what stands for that person, as the local copy knows it. */
export interface TicketHolder {
  readonly addresseeNumber: AddresseeNumber;
  readonly birthDate: IsoDate;
  readonly flag: ResidencyFlag;
  /** The ticket was re-issued or called back. */
  readonly stopped: boolean;
  readonly replacedBy: TicketNumber | null;
  /** All doses of the person, by this ticket and any other. */
  readonly doses: readonly StandingDose[];
}

export interface StandingDose {
  readonly ticketNumber: TicketNumber;
  readonly doseNumber: number;
  readonly vaccinatedOn: IsoDate;
  readonly maker: string;
  readonly lotNumber: string;
  readonly confirmed: boolean;
}

/**
 * What is known of a ticket: its holder; `not-issued` where the own municipality never issued it; `unknown` where that can't be said
 * (another municipality's ticket, or no complete local copy).
 */
export type TicketKnowledge = TicketHolder | 'not-issued' | 'unknown';
