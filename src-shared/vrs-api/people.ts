import { z } from 'zod';

import {
  AddresseeNumber,
  DoseNumber,
  IsoDate,
  IsoTimestamp,
  MunicipalityCode,
  RecordId,
  TicketNumber,
} from '../domain/identifiers.ts';
import { defineCalls } from './call.ts';

/** 性別: 1 男, 2 女, 9 不明, 0 空白. */
export const Sex = z.enum(['0', '1', '2', '9']);
export type Sex = z.infer<typeof Sex>;

/** 転出/死亡フラグ with its day (異動日). */
export const ResidencyFlag = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('moved-out'), on: IsoDate }),
  z.strictObject({ kind: z.literal('deceased'), on: IsoDate }),
]);
export type ResidencyFlag = z.infer<typeof ResidencyFlag>;

/** 接種券: a person has one or more; re-issue stops the old one and names its successor. */
export const Ticket = z
  .strictObject({
    municipalityCode: MunicipalityCode,
    ticketNumber: TicketNumber,
    issuedOn: IsoDate,
    stoppedOn: IsoDate.nullable(),
    replacedBy: TicketNumber.nullable(),
  })
  .meta({ id: 'Ticket' });
export type Ticket = z.infer<typeof Ticket>;

/** 接種記録, one dose. `municipalityCode` issued the ticket; `vaccinatedInMunicipality` is where the dose was given. */
export const DoseRecord = z
  .strictObject({
    recordId: RecordId,
    municipalityCode: MunicipalityCode,
    ticketNumber: TicketNumber,
    doseNumber: DoseNumber,
    /** 券種: 1 接種, 2 予診のみ. */
    ticketKind: z.enum(['1', '2']),
    vaccinatedOn: IsoDate,
    vaccinatedInMunicipality: MunicipalityCode.nullable(),
    venue: z.string().max(30),
    doctor: z.string().max(20),
    maker: z.string().max(20),
    lotNumber: z.string().max(20),
    registeredAt: IsoTimestamp,
    /** How it came in: 接種会場の読取端末, 個別登録, 一括登録. */
    registeredBy: z.enum(['tablet', 'individual', 'batch']),
    /** 確認済み: nothing overwrites it until a supervisor unlocks it. */
    confirmed: z.boolean(),
    version: z.int().min(1),
  })
  .meta({ id: 'DoseRecord' });
export type DoseRecord = z.infer<typeof DoseRecord>;

export const Person = z
  .strictObject({
    addresseeNumber: AddresseeNumber,
    municipalityCode: MunicipalityCode,
    name: z.string().min(1).max(50),
    kana: z.string().max(50),
    birthDate: IsoDate,
    sex: Sex,
    flag: ResidencyFlag,
    tickets: z.array(Ticket).max(50),
    doses: z.array(DoseRecord).max(100),
    /** Grows with every change of the person, a ticket or a dose. */
    version: z.int().min(1),
    updatedAt: IsoTimestamp,
  })
  .meta({ id: 'Person' });
export type Person = z.infer<typeof Person>;

export const PeopleQuery = z
  .strictObject({
    ticketNumber: TicketNumber.optional(),
    addresseeNumber: AddresseeNumber.optional(),
    kana: z.string().min(1).max(50).optional(),
    name: z.string().min(1).max(50).optional(),
    birthDate: IsoDate.optional(),
    limit: z.int().min(1).max(101).optional(),
  })
  .refine((query) => Object.keys(query).some((key) => key !== 'limit'), '検索の条件が一つもありません');

const anyoneWhoLooksUp = ['clerk', 'contractor', 'supervisor', 'administrator'] as const;

export const peopleCalls = defineCalls({
  'people.find': {
    summary: '住民の検索（券番号・宛名番号・カナ・氏名・生年月日）',
    method: 'GET',
    route: '/v1/people',
    access: anyoneWhoLooksUp,
    query: PeopleQuery,
    status: 200,
    answer: z.strictObject({ people: z.array(Person).max(101) }).meta({ id: 'PeopleFound' }),
    problems: [],
  },
  'people.read': {
    summary: '住民一人の接種券と接種記録',
    method: 'GET',
    route: '/v1/people/{addresseeNumber}',
    access: anyoneWhoLooksUp,
    path: z.strictObject({ addresseeNumber: AddresseeNumber }),
    status: 200,
    answer: Person,
    problems: ['not-found'],
  },
  'people.changes': {
    summary: '端末内の写しのための変更の列。カーソルなしなら最初から',
    method: 'GET',
    route: '/v1/people/changes',
    access: anyoneWhoLooksUp,
    query: z.strictObject({
      cursor: z.string().max(200).optional(),
      limit: z.int().min(1).max(2000).optional(),
    }),
    status: 200,
    answer: z
      .strictObject({
        people: z.array(Person).max(2000),
        /** People who are no longer there: the registration that made them was reversed. */
        removed: z.array(AddresseeNumber).max(2000),
        cursor: z.string().max(200),
        /** How many changed people are still to come after this page. */
        remaining: z.int().min(0),
      })
      .meta({ id: 'PeopleChanges' }),
    problems: [],
  },
  'records.read': {
    summary: '接種記録一件',
    method: 'GET',
    route: '/v1/records/{recordId}',
    access: anyoneWhoLooksUp,
    path: z.strictObject({ recordId: RecordId }),
    status: 200,
    answer: DoseRecord,
    problems: ['not-found'],
  },
  'records.history': {
    summary: '接種記録一件の、これまでのすべての状態',
    method: 'GET',
    route: '/v1/records/{recordId}/history',
    access: anyoneWhoLooksUp,
    path: z.strictObject({ recordId: RecordId }),
    status: 200,
    answer: z
      .strictObject({
        states: z
          .array(
            z.strictObject({
              record: DoseRecord,
              /** What made this state: registered, corrected, deleted, confirmed, unlocked, reversed. */
              change: z.enum(['registered', 'corrected', 'deleted', 'confirmed', 'unlocked', 'reversed']),
              at: IsoTimestamp,
              by: z.string().max(64),
              batchId: z.string().max(64).nullable(),
              reason: z.string().max(200),
            }),
          )
          .max(1000),
      })
      .meta({ id: 'RecordHistory' }),
    problems: ['not-found'],
  },
});
