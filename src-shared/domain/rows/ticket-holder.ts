import type { AddresseeNumber, IsoDate, TicketNumber } from '../identifiers.ts';
import type { ResidencyFlag } from '../../vrs-api/people.ts';

/** Who holds a ticket and what stands for that person, as the local copy knows it. */
export interface TicketHolder {
  readonly addresseeNumber: AddresseeNumber;
  /** Only where the file has a name to compare it with. */
  readonly name?: string;
  readonly birthDate: IsoDate;
  readonly flag: ResidencyFlag;
  /** The day on which the ticket was stopped, because it was re-issued or called back; null while it is good. */
  readonly stoppedOn: IsoDate | null;
  readonly replacedBy: TicketNumber | null;
  /** The other tickets that this municipality issued to the person: their rows belong to the same series. */
  readonly otherTickets: readonly TicketNumber[];
  /** All records of the person, by this ticket and any other. */
  readonly doses: readonly StandingDose[];
}

export interface StandingDose {
  readonly ticketNumber: TicketNumber;
  readonly doseNumber: number;
  /** False for 予診のみ, which has no place in the series. */
  readonly injection: boolean;
  readonly vaccinatedOn: IsoDate;
  readonly maker: string;
  readonly lotNumber: string;
  readonly confirmed: boolean;
}

/**
 * What is known of a ticket: its holder; `not-issued` where the own municipality never issued it; `elsewhere` for another
 * municipality's, of which nothing is known here; `unknown` where there is no complete local copy to ask.
 */
export type TicketKnowledge = TicketHolder | NoHolder;

/** The same where nothing but the person is wanted. */
export type TicketPerson = Pick<TicketHolder, 'addresseeNumber' | 'birthDate'> | NoHolder;

type NoHolder = 'not-issued' | 'elsewhere' | 'unknown';
