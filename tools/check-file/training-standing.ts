import path from 'node:path';

import { StandingPeople } from '../../src-training/people/standing-people.ts';
import { ownMunicipality } from '../../src-training/residents/municipalities.ts';
import { Storage } from '../../src-training/storage/database.ts';
import { ok } from '../../src-shared/contract/problem.ts';
import { NoStanding, type Standing } from './standing.ts';

export const TRAINING_FILE = 'training-vrs.sqlite';

/** A training VRS, running or not. */
export async function openTraining(folder: string): Promise<Standing> {
  try {
    const storage = Storage.openToRead(path.join(folder, TRAINING_FILE));
    const people = new StandingPeople(storage);
    return {
      name: `研修用VRS（${ownMunicipality.name}）`,
      municipalityCode: ownMunicipality.code,
      holders: async (tickets) => ok(tickets.map((ticket) => people.holderOf(ticket))),
      residents: async (numbers) =>
        ok(numbers.map((number) => people.residentOf(ownMunicipality.code, number))),
      close: async () => storage.close(),
    };
  } catch (thrown) {
    throw new NoStanding('研修用VRSのデータを読めません。別の版で作られたか、壊れています。', {
      cause: thrown,
    });
  }
}
