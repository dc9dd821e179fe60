export function BatchesScreen() {
  return <h1 className="p-6 text-std-24B-150">一括登録</h1>;
}
