import { z } from 'zod';

/** What a person may do. The names on the screens are fixed: training material relies on them. */
export const Role = z.enum(['clerk', 'contractor', 'supervisor', 'administrator', 'it']);
export type Role = z.infer<typeof Role>;

export const roleNames: Readonly<Record<Role, string>> = {
  clerk: '利用担当者',
  contractor: '受託者',
  supervisor: '運用責任者',
  administrator: 'システム管理者',
  it: '端末管理者',
};
