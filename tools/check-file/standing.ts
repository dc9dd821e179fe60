import type { AskHolders, AskResidents } from '../../src-main/batches/checking/ticket-questions.ts';
import type { MunicipalityCode } from '../../src-shared/domain/identifiers.ts';

/** What stands in VRS, as far as a folder on this machine knows it. */
export interface Standing {
  /** For the report: 端末の写し（2024-04-01 現在）. */
  readonly name: string;
  readonly municipalityCode: MunicipalityCode;
  readonly holders: AskHolders;
  readonly residents: AskResidents;
  readonly close: () => Promise<void>;
}

/** Why a folder can't be held against; the message says what to do. */
export class NoStanding extends Error {}
