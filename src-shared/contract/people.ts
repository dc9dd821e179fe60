import { z } from 'zod';

import { AddresseeNumber, IsoDate, IsoTimestamp } from '../domain/identifiers.ts';
import { Person, ResidencyFlag, Sex } from '../vrs-api/people.ts';
import { defineOperations } from './operation.ts';

/** 処理事由: why a person is looked up. It goes in the log with the look-up. */
export const lookupReasons = {
  counter: '窓口',
  telephone: '電話',
  'ticket-reissue': '接種券再発行',
  certificate: '証明書',
  'moving-in-or-out': '転入・転出',
  'wrong-vaccination': '間違い接種の確認',
  other: 'その他',
} as const;

export const LookupReason = z
  .strictObject({
    code: z.enum([
      'counter',
      'telephone',
      'ticket-reissue',
      'certificate',
      'moving-in-or-out',
      'wrong-vaccination',
      'other',
    ]),
    /** Needed where the code is `other`. */
    note: z.string().max(100),
  })
  .meta({ id: 'LookupReason' });
export type LookupReason = z.infer<typeof LookupReason>;

/** Where an answer comes from and how old it is. */
export const AnswerSource = z.strictObject({ from: z.enum(['vrs', 'local-copy']), asOf: IsoTimestamp });
export type AnswerSource = z.infer<typeof AnswerSource>;

/** The fewest columns that tell two people apart. */
export const PersonHit = z.strictObject({
  addresseeNumber: AddresseeNumber,
  name: z.string(),
  kana: z.string(),
  birthDate: IsoDate,
  sex: Sex,
  flag: ResidencyFlag,
  ticketNumber: z.string(),
  doseCount: z.int(),
});
export type PersonHit = z.infer<typeof PersonHit>;

/** How the search field was understood; shown back to the person. */
export const SearchedBy = z.enum([
  'ocr-line',
  'ticket-number',
  'addressee-number',
  'kana',
  'name',
  'birth-date',
]);
export type SearchedBy = z.infer<typeof SearchedBy>;

/** A warning of the rules about the doses of a person, with the rule's stable code and its sentence. */
export const DoseWarning = z.strictObject({
  code: z.string().max(60),
  severity: z.enum(['must-correct', 'should-check']),
  sentence: z.string().max(300),
  doseNumbers: z.array(z.int()).max(7),
});
export type DoseWarning = z.infer<typeof DoseWarning>;

/** More hits than this ask to narrow the search. */
export const MAX_HITS = 100;

const anyoneWhoLooksUp = ['clerk', 'contractor', 'supervisor', 'administrator'] as const;

export const PersonView = z.strictObject({
  person: Person,
  source: AnswerSource,
  warnings: z.array(DoseWarning).max(100),
});
export type PersonView = z.infer<typeof PersonView>;

export const peopleOperations = defineOperations({
  'people.search': {
    summary: '住民を券番号・OCRライン・宛名番号・氏名・カナ・生年月日で探す',
    session: 'unlocked',
    roles: anyoneWhoLooksUp,
    log: { action: '照会（検索）', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({
      reason: LookupReason,
      text: z.string().max(200),
      birthDate: z.string().max(40),
      /** True: ask VRS even where the local copy has an answer. */
      fresh: z.boolean(),
    }),
    output: z.strictObject({
      hits: z.array(PersonHit).max(MAX_HITS),
      /** True where there are more than MAX_HITS: narrow the search. */
      more: z.boolean(),
      searchedBy: SearchedBy,
      source: AnswerSource,
    }),
  },
  'people.open': {
    summary: '住民一人の接種券と接種記録を見る',
    session: 'unlocked',
    roles: anyoneWhoLooksUp,
    log: { action: '照会（詳細）', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({ reason: LookupReason, addresseeNumber: AddresseeNumber, fresh: z.boolean() }),
    output: PersonView,
  },
});
