/** A person to choose or show by name; what screens need to know of an employee. */
export interface Person {
  id: string;
  name: string;
  active?: boolean;
}

/** Choices for a select: active people, and the one chosen even if no longer active. */
export function personOptions(people: readonly Person[], chosen?: string | null) {
  return people
    .filter((person) => person.active !== false || person.id === chosen)
    .map((person) => ({ value: person.id, label: person.name }));
}
