import { z } from 'zod';

import { hasMunicipalityCheckDigit } from './municipality-check-digit.ts';

/**
 * The identifiers that must never be mixed up. Each is a branded string that only its schema makes,
 * so a function that wants a ticket number can't be given an addressee number.
 */

/** 券番号: ten digits, fixed for a person, without a check digit (手引き 13.1版, OCR line). */
export const TicketNumber = z
  .string()
  .regex(/^[0-9]{10}$/)
  .brand<'TicketNumber'>();
export type TicketNumber = z.infer<typeof TicketNumber>;

/** 宛名番号: identifies a person inside one municipality; 1–15 letters and digits, no zero fill. */
export const AddresseeNumber = z
  .string()
  .regex(/^[0-9A-Za-z]{1,15}$/)
  .brand<'AddresseeNumber'>();
export type AddresseeNumber = z.infer<typeof AddresseeNumber>;

/** 市町村コード: JIS X 0401/0402 with its check digit, six digits. */
export const MunicipalityCode = z
  .string()
  .regex(/^[0-9]{6}$/)
  .refine(hasMunicipalityCheckDigit, '検査数字が合いません')
  .brand<'MunicipalityCode'>();
export type MunicipalityCode = z.infer<typeof MunicipalityCode>;

/** A day of the calendar as YYYY-MM-DD, without a time or a zone. */
export const IsoDate = z.iso.date().brand<'IsoDate'>();
export type IsoDate = z.infer<typeof IsoDate>;

/** A moment in UTC as YYYY-MM-DDTHH:MM:SS(.sss)Z. */
export const IsoTimestamp = z.iso.datetime().brand<'IsoTimestamp'>();
export type IsoTimestamp = z.infer<typeof IsoTimestamp>;

/** The identifier of a dose record in VRS. */
export const RecordId = z.uuid().brand<'RecordId'>();
export type RecordId = z.infer<typeof RecordId>;

/** The identifier of a batch (一括登録の申請) in VRS. */
export const BatchId = z.uuid().brand<'BatchId'>();
export type BatchId = z.infer<typeof BatchId>;

/** The identifier of an application for an authority (利用者の申請) in VRS. */
export const AuthorityApplicationId = z.uuid().brand<'AuthorityApplicationId'>();
export type AuthorityApplicationId = z.infer<typeof AuthorityApplicationId>;

/** 利用者ID of a person who may sign in. */
export const UserId = z
  .string()
  .regex(/^[a-z][a-z0-9._-]{2,31}$/)
  .brand<'UserId'>();
export type UserId = z.infer<typeof UserId>;

/** The person behind an account (職員番号), never a resident. Who makes and who checks differ by this, not by account. */
export const PersonId = z.string().min(1).max(40).brand<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;

/** A SHA-256 digest in lower-case hexadecimal. */
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'Sha256'>();
export type Sha256 = z.infer<typeof Sha256>;

/** Which dose of the series, 1–7: a seventh ticket exists (追加(3〜7回目)接種). */
export const DoseNumber = z.int().min(1).max(7).brand<'DoseNumber'>();
export type DoseNumber = z.infer<typeof DoseNumber>;
