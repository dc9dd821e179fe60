/** What can be wrong with a record that stands in VRS, from the reports of 2021 (戸田市, 会計検査院, デジタル庁). */
export type PlantedKind =
  | 'misread-digit'
  | 'reader-repeated-person'
  | 'ticket-never-issued'
  | 'first-dose-missing'
  | 'order-reversed'
  | 'date-in-future'
  | 'lot-of-another-day'
  | 'lot-notation'
  | 'correction-overwritten'
  | 'dose-on-two-tickets'
  | 'stopped-ticket-used'
  | 'after-death'
  | 'interval-too-short'
  | 'makers-mixed'
  | 'lot-recalled'
  | 'moved-in-without-record';

/** One planted error as it stands in the truth file, so that what the app finds can be scored. */
export interface PlantedError {
  readonly kind: PlantedKind;
  /** Where the error shows; empty where nobody holds the ticket. */
  readonly addresseeNumber: string;
  /** The wrong record; empty where one is missing. */
  readonly recordId: string;
  /** Codes of the check rules that must find it. Empty: nothing but the 予診票 can show it. */
  readonly expected: readonly string[];
}
