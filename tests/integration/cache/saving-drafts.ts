import { EncryptedDatabase } from '../../../src-main/cache/encrypted-database.ts';
import { openRepositories } from '../../../src-main/cache/open-repositories.ts';
import { IsoTimestamp } from '../../../src-shared/domain/identifiers.ts';

/** Saves drafts without end and prints the number of each one that is saved, until the process is killed. */
const [, , file = '', key = ''] = process.argv;
const { drafts } = openRepositories(
  EncryptedDatabase.open({ file, key: Buffer.from(key, 'hex'), journal: 'wal' }),
);
for (let saved = 1; ; saved += 1) {
  drafts.save({
    draftId: 'draft',
    owner: 'clerk01',
    content: String(saved),
    stagingKey: null,
    updatedAt: IsoTimestamp.parse('2026-11-21T01:00:00.000Z'),
  });
  process.stdout.write(`${saved}\n`);
}
