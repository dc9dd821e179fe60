import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { individualNumberCheckDigit } from '../../../src-shared/domain/individual-number.ts';
import { inCp932 } from '../../unit/batches/in-cp932.ts';
import { spelledIn } from '../spellings.ts';
import { settled } from '../training/batch-steps.ts';
import { Desk } from './a-desk.ts';

const digits = '73194620581';
const individualNumber = `${digits}${individualNumberCheckDigit(digits)}`;
const canaries = ['金糸雀太郎', 'カナリアタロウ', '0088776655', individualNumber, '見本の誤り値'];
const header = '市町村コード,宛名番号,個人番号,氏名,カナ氏名,生年月日,性別,券番号';
const lines = [
  `992011,88776655,${individualNumber},金糸雀太郎,カナリアタロウ,1980-01-02,1,0088776655`,
  // A 個人番号 in the wrong column, and a value that a finding repeats.
  `992011,88776656,,金糸雀太郎,カナリアタロウ,1980-01-02,1,${individualNumber}`,
  `992011,88776657,,金糸雀太郎,カナリアタロウ,見本の誤り値,1,0088776654`,
];

describe('what a file holds is nowhere in the clear', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await Desk.open();
  });
  afterAll(() => desk.end());

  async function expectNothingInTheClear(): Promise<void> {
    const bytes = await desk.everything();
    expect(bytes.length).toBeGreaterThan(10_000);
    expect(spelledIn(bytes, canaries)).toEqual([]);
    expect(bytes.includes(Buffer.from(desk.folder))).toBe(false);
  }

  test('at any step from the chosen file to the applied batch', async () => {
    const { station } = desk;
    const { draftId } = await desk.choose(inCp932(`${header}\r\n${lines.join('\r\n')}\r\n`), '対象者.csv');
    await expectNothingInTheClear();
    expect(await desk.check(draftId)).toMatchObject({ state: 'done' });
    await expectNothingInTheClear();

    const everyFinding = await station.get('batches.findings', { draftId, code: null, after: 0, limit: 200 });
    expect(everyFinding.findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['ticket-number-format', 'date-invalid']),
    );
    expect(JSON.stringify([everyFinding, await desk.read(draftId)])).not.toContain(individualNumber);

    expect(await desk.send(draftId)).toMatchObject({ state: 'done' });
    const page = await station.get('batches.difference', { draftId, outcome: null, cursor: null });
    expect(page.rows).toMatchObject([{ line: 2, outcome: 'new' }]);
    const { differenceFingerprint } = page;
    const submission = { draftId, comment: '', leaveOutRejected: true, mustCorrectReason: '' };
    const { batch } = await station.get('batches.submit', { ...submission, differenceFingerprint });
    await expectNothingInTheClear();

    if (!batch) throw new Error('no batch');
    await settled(desk.test, await desk.chief(), batch);
    await desk.reaches(draftId, 'ended');
    await expectNothingInTheClear();
    await expect.poll(() => desk.staged(), { timeout: 10_000 }).toEqual([]);
    await desk.stop();
    await expectNothingInTheClear();
    await desk.start();
  });

  test('the search would find it', async () => {
    const home = await desk.everything();
    expect(home.includes(Buffer.from('batches.chooseFile'))).toBe(true);
  });

  test('the operation log knows whose data were shown', async () => {
    await desk.signIn('chief02');
    const filter = {
      userId: 'clerk01',
      addresseeNumber: '88776655',
      action: '',
      from: '',
      until: '',
    } as const;
    const { entries } = await desk.station.get('log.entries', { ...filter, before: null, limit: 50 });
    expect(new Set(entries.map(({ operation }) => operation))).toEqual(
      new Set(['batches.chooseFile', 'batches.read', 'batches.difference', 'batches.submit']),
    );
    await desk.signIn();
  });
});
