import { z } from 'zod';

import type { TrainingVrs } from '../../src-training/start.ts';

/** A made-up resident, as the training VRS has them. */
const Resident = z.object({
  addresseeNumber: z.string(),
  name: z.string(),
  kana: z.string(),
  birthDate: z.string(),
  ticketNumber: z.string(),
  municipalityCode: z.string(),
});
export type Resident = z.infer<typeof Resident>;

/** Everybody of the own municipality with one ticket in force and at least one dose, in order of 宛名番号. */
export function residents(vrs: TrainingVrs): readonly Resident[] {
  const rows = vrs.storage.database
    .prepare(
      `SELECT p.addressee_number AS addresseeNumber, p.name, p.kana, p.birth_date AS birthDate,
              t.ticket_number AS ticketNumber, p.municipality_code AS municipalityCode
         FROM person p JOIN ticket t ON t.person_id = p.person_id AND t.stopped_on IS NULL
        WHERE p.municipality_code = ?
          AND EXISTS (SELECT 1 FROM record r WHERE r.ticket_number = t.ticket_number)
        GROUP BY p.person_id HAVING COUNT(*) = 1
        ORDER BY p.addressee_number`,
    )
    .all(vrs.municipality.code);
  return z.array(Resident).min(1).parse(rows);
}

/** One of them whose name nobody else has. */
export function somebody(vrs: TrainingVrs, which: (resident: Resident) => boolean = () => true): Resident {
  const all = residents(vrs);
  const found = all.find((one) => which(one) && all.filter(({ name }) => name === one.name).length === 1);
  if (!found) throw new Error('The training VRS has nobody like that.');
  return found;
}
