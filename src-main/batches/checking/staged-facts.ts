import { z } from 'zod';

import { FileEncoding, FileKind } from '../../../src-shared/contract/batches.ts';
import { LayoutProfile } from '../../../src-shared/domain/layouts/layout-profile.ts';
import { IsoDate, MunicipalityCode } from '../../../src-shared/domain/identifiers.ts';
import { Severity } from '../../../src-shared/domain/rules/severity.ts';
import { isRuleCode, type RuleCode } from '../../../src-shared/domain/rules/table.ts';

/** What was found in a cell of 個人番号: always the same words, as they never say the number. */
const NumberFinding = z.strictObject({
  column: z.string().nullable(),
  code: z.custom<RuleCode>((code) => typeof code === 'string' && isRuleCode(code)),
  severity: Severity,
  value: z.string(),
  /** What the rule's sentence needs; with a 個人番号 in it that is never the number. */
  about: z.record(z.string(), z.unknown()),
});

/** How the rows of a staging file are read: as they were when it was checked. */
export const StagedFacts = z.strictObject({
  formatVersion: z.literal(1),
  encoding: FileEncoding,
  kind: FileKind,
  profile: LayoutProfile,
  /** Ids of the layout's columns, in the order of the file; null for one that the layout does not have. */
  columns: z.array(z.string().nullable()),
  municipalityCode: MunicipalityCode,
  today: IsoDate,
  /** By code. Which rows have it is in the set `numberSet(code)`. */
  numberFindings: z.record(z.string(), NumberFinding),
});
export type StagedFacts = z.infer<typeof StagedFacts>;
