import type { MakerId } from '../doses/makers.ts';
import type { CellType } from './layout.ts';

/** A right value of each type of cell, made up; '' where any text would do or none may be shown. */
export const exampleOfType: Readonly<Record<CellType, string>> = {
  'municipality-code': '131237',
  'addressee-number': '10012345',
  // SECURITY: P4 — no 個人番号 is shown, not even a made-up one.
  'individual-number': '',
  'ticket-number': '0123456789',
  'dose-number': '2',
  date: '20210601',
  code: '1',
  text: '',
  maker: 'ファイザー',
  lot: 'FJ7489',
};

/** Lots as municipalities published them (萩市, 秩父市; 厚生労働省). Of the other makers none was found. */
export const exampleLots: Readonly<Partial<Record<MakerId, string>>> = {
  pfizer: 'FJ7489',
  moderna: '3004733',
};
