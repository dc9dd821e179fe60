import type { Draft } from '../../../src-shared/contract/batches.ts';

/** The first lines of the file, each column under its header and what it is taken for. */
export function ColumnPreview({ draft }: { readonly draft: Draft }) {
  const ignored = draft.columns.filter((column) => column.column === null).length;
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
              {draft.columns.map(({ header, column }, index) => (
                // Headers can be empty or come twice; their place is what tells them apart.
                // oxlint-disable-next-line react/no-array-index-key
                <th key={index} scope="col" className="px-3 py-2 align-top font-normal whitespace-nowrap">
                  <span className="block text-dns-14N-130 text-solid-gray-700">
                    {header === '' ? '（見出しなし）' : header}
                  </span>
                  {column === null ? (
                    <span className="text-dns-14N-130 text-solid-gray-700">読み飛ばします</span>
                  ) : (
                    <b className="text-dns-16B-130">{column}</b>
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
        上の段がファイルの見出し、太字がこのアプリでの項目名です。
        {ignored > 0 && `様式にない${ignored}列は読み飛ばします。`}
      </p>
    </div>
  );
}
