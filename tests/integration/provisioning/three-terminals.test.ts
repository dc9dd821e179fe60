import { expect, it } from 'vitest';

import { SelfCheck } from '../../../src-shared/contract/workstation.ts';
import { hasStore, makeTerminals } from './many-terminals.ts';

it.skipIf(!hasStore())(
  'three terminals of one profile are made unattended, and each is green (needs dbus and gnome-keyring)',
  { timeout: 120_000 },
  async () => {
    const made = await makeTerminals(3);
    expect(made.map(({ name, codes, said }) => [name, codes, said])).toEqual([
      ['PC-01', [0, 0, 0], ''],
      ['PC-02', [0, 0, 0], ''],
      ['PC-03', [0, 0, 0], ''],
    ]);
    for (const { check, name } of made) {
      const { items } = SelfCheck.parse(JSON.parse(check));
      const passed = items.filter(({ result }) => result === 'passed').map(({ item }) => item);
      expect(passed).toEqual(
        expect.arrayContaining([
          'profile',
          'reach',
          'certificate',
          'client-certificate',
          'answer',
          'clock',
          'keychain',
          'disk',
          'data-folder',
        ]),
      );
      expect(items.find(({ item }) => item === 'profile')?.sentence).toContain(name);
    }
  },
);
