import type { Draft } from '../../../src-shared/contract/batches.ts';
import { isFindingsColumn } from '../../../src-shared/domain/layouts/findings-columns.ts';

interface ColumnPreviewProps {
  readonly draft: Draft;
  /** Present while the person says which column is which: gets the ids in the order of the file. */
  readonly onMap?: ((columns: readonly (string | null)[]) => void) | undefined;
}

type FileColumn = Draft['columns'][number];

/** The first lines of the file, each column under its header and what it is taken for. */
export function ColumnPreview({ draft, onMap }: ColumnPreviewProps) {
  const ignored = draft.columns.filter(({ id, header }) => id === null && !isFindingsColumn(header)).length;
  return (
    <div className="flex flex-col gap-2">
      <h3 className="text-std-16B-170">列とはじめの{draft.preview.length}行</h3>
      <fieldset
        aria-label="読み取った列"
        // A wide file is looked through with the arrow keys.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="relative min-w-0 overflow-x-auto rounded-8 border border-solid-gray-300"
      >
        <table aria-label="読み取った列とはじめの行" className="text-dns-16N-130">
          <thead className="bg-solid-gray-50 text-left">
            <tr>
              {draft.columns.map((column, index) => (
                // Headers can be empty or come twice; their place is what tells them apart.
                // oxlint-disable-next-line react/no-array-index-key
                <th key={index} scope="col" className="px-3 py-2 align-top font-normal whitespace-nowrap">
                  <span className="block text-dns-14N-130 text-solid-gray-700">{headerName(column)}</span>
                  {onMap ? (
                    <ColumnChoice
                      draft={draft}
                      index={index}
                      onChoice={(id) => onMap(draft.columns.with(index, { ...column, id }).map(idOf))}
                    />
                  ) : (
                    <TakenFor column={column} />
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {draft.preview.map((line, row) => (
              // oxlint-disable-next-line react/no-array-index-key
              <tr key={row} className="border-t border-solid-gray-200">
                {draft.columns.map(({ column }, index) => (
                  <td
                    // oxlint-disable-next-line react/no-array-index-key
                    key={index}
                    className={`px-3 py-1.5 whitespace-nowrap ${column === null ? 'text-solid-gray-700' : ''}`}
                  >
                    {line[index] ?? ''}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </fieldset>
      <p className="text-dns-14N-130 text-solid-gray-700">
        {onMap
          ? '上の段がファイルの見出しです。それぞれの列がどの項目かを選んでください。必須の項目には＊が付いています。'
          : '上の段がファイルの見出し、太字がこのアプリでの項目名です。'}
        {!onMap && ignored > 0 && `様式にない${ignored}列は読み飛ばします。`}
      </p>
    </div>
  );
}

const idOf = ({ id }: FileColumn): string | null => id;
const headerName = ({ header }: FileColumn): string => (header === '' ? '（見出しなし）' : header);

function TakenFor({ column: { column, header } }: { readonly column: FileColumn }) {
  if (column !== null) return <b className="text-dns-16B-130">{column}</b>;
  return (
    <span className="text-dns-14N-130 text-solid-gray-700">
      {isFindingsColumn(header) ? '検査の結果（読み飛ばします）' : '読み飛ばします'}
    </span>
  );
}

const PASSED_OVER = '';

interface ColumnChoiceProps {
  readonly draft: Draft;
  readonly index: number;
  readonly onChoice: (id: string | null) => void;
}

function ColumnChoice({ draft, index, onChoice }: ColumnChoiceProps) {
  const column = draft.columns[index];
  if (!column) return null;
  return (
    <select
      aria-label={`${index + 1}列目「${headerName(column)}」の項目`}
      value={column.id ?? PASSED_OVER}
      onChange={({ target }) => onChoice(target.value === PASSED_OVER ? null : target.value)}
      className={`mt-1 h-9 min-w-36 cursor-pointer rounded-8 border border-solid-gray-600 bg-white px-2 text-dns-16N-130 hover:border-black ${
        column.id === null ? 'text-solid-gray-700' : 'font-bold text-solid-gray-900'
      }`}
    >
      <option value={PASSED_OVER}>読み飛ばす</option>
      {draft.layoutColumns.map(({ id, name, required }) => (
        <option key={id} value={id}>
          {name}
          {required ? '＊' : ''}
        </option>
      ))}
    </select>
  );
}
