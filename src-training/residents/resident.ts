import type { MunicipalityCode } from '../../src-shared/domain/identifiers.ts';

/** Days are numbers since 1970-01-01 while people are made, text once they are written. */
export type Day = number;

export interface MadeTicket {
  ticketNumber: string;
  issuedOn: Day;
  stoppedOn: Day | null;
  replacedBy: string | null;
}

export interface MadeDose {
  recordId: string;
  ticketNumber: string;
  doseNumber: number;
  ticketKind: '1' | '2';
  vaccinatedOn: Day;
  vaccinatedIn: MunicipalityCode | null;
  venue: string;
  doctor: string;
  maker: string;
  lotNumber: string;
  registeredAt: string;
  registeredBy: 'tablet' | 'individual' | 'batch';
  confirmed: boolean;
  /** Earlier states, oldest first: corrected, then overwritten again. */
  past: readonly Omit<MadeDose, 'past'>[];
}

/** A made-up resident. Mutable while the block is being made; nobody changes one afterwards. */
export interface Resident {
  /** Position in the municipality's population. */
  readonly index: number;
  readonly municipalityCode: MunicipalityCode;
  readonly addresseeNumber: string;
  individualNumber: string;
  name: string;
  kana: string;
  birthDate: Day;
  sex: '0' | '1' | '2' | '9';
  flag: { kind: 'none' } | { kind: 'moved-out' | 'deceased'; on: Day };
  tickets: MadeTicket[];
  doses: MadeDose[];
}
