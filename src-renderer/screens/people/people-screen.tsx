export function PeopleScreen() {
  return <h1 className="p-6 text-std-24B-150">照会</h1>;
}
