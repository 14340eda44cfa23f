/**
 * Puts the cursor into the field of a place of the draft.
 *
 * A field carries its JSON pointer as `data-field`. Where a place has none, the first field inside it takes the
 * cursor, or that of the place around it.
 *
 * @returns whether there is such a field
 */
export function goToField(root: ParentNode, pointer: string): boolean {
  const fields = [...root.querySelectorAll<HTMLElement>("[data-field]")];
  for (let place = pointer; place !== ""; place = place.slice(0, place.lastIndexOf("/"))) {
    const field = fields.find(({ dataset }) => dataset["field"] === place || dataset["field"]?.startsWith(`${place}/`));
    if (!field) continue;
    field.closest("details")?.setAttribute("open", "");
    field.focus();
    return true;
  }
  return false;
}
