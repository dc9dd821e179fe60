import type { PersonHit } from '../../src-shared/contract/people.ts';
import type { AddresseeNumber, IsoDate, TicketNumber } from '../../src-shared/domain/identifiers.ts';
import type { SearchKey } from '../../src-shared/domain/text/search-keys.ts';
import type { Person, ResidencyFlag, Sex } from '../../src-shared/vrs-api/people.ts';

/** The columns of `person` that a search shows, in SQL. */
export const hitColumns = `p.addressee_number, p.name, p.kana, p.kana_key, p.birth_date, p.sex, p.flag, p.flag_on,
  p.ticket_number, p.dose_count`;

/** A row of `person`, as far as searches read it. Texts were checked before they were stored. */
export interface PersonRow {
  readonly addressee_number: AddresseeNumber;
  readonly name: string;
  readonly kana: string;
  readonly kana_key: SearchKey;
  readonly birth_date: IsoDate;
  readonly sex: Sex;
  readonly flag: ResidencyFlag['kind'];
  /** Empty where the flag is `none`. */
  readonly flag_on: IsoDate;
  /** The ticket in force, or the last one; empty where there never was one. */
  readonly ticket_number: TicketNumber;
  readonly dose_count: number;
}

export function hitOf(row: PersonRow): PersonHit {
  return {
    addresseeNumber: row.addressee_number,
    name: row.name,
    kana: row.kana,
    birthDate: row.birth_date,
    sex: row.sex,
    flag: flagOf(row),
    ticketNumber: row.ticket_number,
    doseCount: row.dose_count,
  };
}

export function flagOf(row: Pick<PersonRow, 'flag' | 'flag_on'>): ResidencyFlag {
  return row.flag === 'none' ? { kind: 'none' } : { kind: row.flag, on: row.flag_on };
}

export function flagOnOf(flag: ResidencyFlag): string {
  return flag.kind === 'none' ? '' : flag.on;
}

/** The ticket that stands for all of a person's: the one in force, or else the last one. */
export function mainTicketOf({ tickets }: Person): string {
  const inForce = tickets.find((ticket) => ticket.stoppedOn === null) ?? tickets.at(-1);
  return inForce?.ticketNumber ?? '';
}
