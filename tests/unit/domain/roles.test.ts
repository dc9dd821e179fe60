import { describe, expect, it } from 'vitest';

import { Role, roleNames } from '../../../src-shared/domain/roles.ts';
import { Severity, severityNames } from '../../../src-shared/domain/rules/severity.ts';

describe('names on the screens', () => {
  it('stand for every role, each its own', () => {
    expect(Role.options.map((role) => roleNames[role])).toEqual([
      '利用担当者',
      '受託者',
      '運用責任者',
      'システム管理者',
      '端末管理者',
    ]);
  });

  it('stand for every severity, in the words of the Digital Agency', () => {
    expect(Severity.options.map((severity) => severityNames[severity])).toEqual([
      '取込不可',
      '要修正',
      '要確認',
      'お知らせ',
    ]);
  });
});
