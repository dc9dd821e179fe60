import type { ReactNode } from 'react';

import type { IsoTimestamp } from '../../src-shared/domain/identifiers.ts';
import { useSignedIn } from '../app/signed-in.ts';
import { useWorkstation } from '../app/workstation.tsx';
import { exactTime } from '../wording/dates.ts';

interface SheetHeadProps {
  readonly title: string;
  readonly at: IsoTimestamp;
  /** What the person did to it: 表示, 作成, 印刷, 発行. */
  readonly done: string;
}

/** The head of a sheet that may come to paper: what it is, of whom, when and by whom. */
export function SheetHead({ title, at, done }: SheetHeadProps) {
  const { profile } = useWorkstation();
  const { user } = useSignedIn();
  return (
    <header className="mb-4 flex flex-wrap items-end justify-between gap-4 border-b-2 border-solid-gray-900 pb-2">
      <h3 className="text-std-20B-150">{title}</h3>
      <p className="text-right text-dns-14N-130">
        {profile.municipalityName}　接種記録ワークステーション（{profile.workstation}）
        <span className="block">
          {exactTime(at)}　{user.name} が{done}
        </span>
      </p>
    </header>
  );
}

export type SheetLine = readonly [name: string, value: ReactNode];

interface SheetLinesProps {
  readonly lines: readonly SheetLine[];
  /** What the table is of, for who hears it. */
  readonly label?: string;
  /** The same above the table, for everybody. */
  readonly caption?: string;
}

/** The lines of a sheet: a name and what is said of it. */
export function SheetLines({ lines, label, caption }: SheetLinesProps) {
  return (
    <table aria-label={label} className="mb-4 w-full border-collapse text-dns-16N-130">
      {caption !== undefined && <caption className="pb-1 text-left text-std-16B-170">{caption}</caption>}
      <tbody>
        {lines.map(([name, value]) => (
          <tr key={name} className="border-b border-solid-gray-300">
            <th scope="row" className="w-52 py-1 pr-4 text-left align-top font-normal text-solid-gray-700">
              {name}
            </th>
            <td className="py-1 align-top break-all">{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
