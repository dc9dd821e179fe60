export function WorkstationScreen() {
  return <h1 className="p-6 text-std-24B-150">端末設定</h1>;
}
