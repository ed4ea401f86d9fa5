interface FieldFinder {
  getInputNode(path: string): HTMLElement | null;
}

/** Puts the focus on the first field, in the order of reading, that has something wrong. */
export function focusFirstError(form: FieldFinder, errors: object): void {
  Object.keys(errors)
    .flatMap((path) => form.getInputNode(path) ?? [])
    .reduce<HTMLElement | null>((first, node) => (first && comesBefore(first, node) ? first : node), null)
    ?.focus();
}

const comesBefore = (one: Node, other: Node): boolean =>
  Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
